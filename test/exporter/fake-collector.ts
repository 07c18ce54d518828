import { readFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server as HttpServer,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Server, ServerCredentials, status, type Metadata, type StatusObject } from '@grpc/grpc-js';

/** What one export request brought. */
export interface ReceivedExport {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly path: string;
  /** Decompressed. */
  readonly body: Buffer;
}

/** A fake collector on a free port of 127.0.0.1. */
export interface FakeCollector {
  readonly port: number;
  readonly received: ReceivedExport[];
  close(): Promise<void>;
}

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

const serverTls = () => ({ ca: fixture('ca.pem'), cert: fixture('server.pem'), key: fixture('server-key.pem') });

/** An OTLP/gRPC receiver; `answers` are the statuses of the first calls, OK follows. */
export async function startGrpcCollector(
  options: { answers?: Partial<StatusObject>[]; tls?: 'server' | 'mutual' } = {},
): Promise<FakeCollector> {
  const received: ReceivedExport[] = [];
  const answers = [...(options.answers ?? [])];
  const server = new Server();
  const pass = (bytes: Buffer) => bytes;
  server.addService(
    {
      export: {
        path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
        requestStream: false,
        responseStream: false,
        requestSerialize: pass,
        requestDeserialize: pass,
        responseSerialize: pass,
        responseDeserialize: pass,
      },
    },
    {
      export(
        call: { request: Buffer; metadata: Metadata; getPath(): string },
        done: (error: Partial<StatusObject> | null, reply?: Buffer) => void,
      ) {
        received.push({ headers: call.metadata.getMap(), path: call.getPath(), body: call.request });
        const answer = answers.shift();
        if (answer === undefined || answer.code === status.OK) done(null, Buffer.alloc(0));
        else done(answer);
      },
    },
  );
  const { ca, cert, key } = serverTls();
  const credentials =
    options.tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], options.tls === 'mutual');
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  return { port, received, close: async () => server.forceShutdown() };
}

/** An OTLP/HTTP receiver; `answers` are the first statuses and headers, 200 follows. */
export async function startHttpCollector(
  options: { answers?: { status: number; headers?: Record<string, string> }[]; tls?: 'server' | 'mutual' } = {},
): Promise<FakeCollector> {
  const received: ReceivedExport[] = [];
  const answers = [...(options.answers ?? [])];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        headers: request.headers,
        path: request.url ?? '',
        body: decompress(request.headers, Buffer.concat(chunks)),
      });
      const answer = answers.shift() ?? { status: 200 };
      response.writeHead(answer.status, answer.headers).end();
    });
  };
  const server: HttpServer =
    options.tls === undefined
      ? createHttpServer(listener)
      : createHttpsServer(
          { ...serverTls(), requestCert: options.tls === 'mutual', rejectUnauthorized: options.tls === 'mutual' },
          listener,
        );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function decompress(headers: IncomingHttpHeaders, body: Buffer): Buffer {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

/** A port of 127.0.0.1 where nobody listens. */
export async function findClosedPort(): Promise<number> {
  const collector = await startHttpCollector();
  await collector.close();
  return collector.port;
}

/** A server on a free port of 127.0.0.1 that accepts connections and never says anything. */
export async function startSilentServer(): Promise<Pick<FakeCollector, 'port' | 'close'>> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
