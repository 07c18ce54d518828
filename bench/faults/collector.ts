import { createSocket } from 'node:dgram';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2Session } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** Whether somebody listens where spans are sent, and answers. */
export type CollectorState = 'up' | 'down' | 'hanging';

/** The ports of one collector, agent or daemon: OTLP over gRPC, anything over HTTP/1, X-Ray's UDP. */
export interface Collector extends AsyncDisposable {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly udpPort: number;
  /** How many of the marks have come in, in whatever encoding: texts are themselves in all of them. */
  countOf(marks: readonly string[]): number;
  /** How often marks have come in, all together. */
  occurrencesOf(marks: readonly string[]): number;
}

/** Starts a collector that understands no format and finds marks in all of them. */
export async function startCollector(state: CollectorState): Promise<Collector> {
  const bodies: Buffer[] = [];
  const grpc = state === 'up' ? createGrpcServer(bodies) : createTcpServer();
  const http = state === 'up' ? createHttpServer(bodies) : createTcpServer();
  const udp = createSocket('udp4').on('message', (message) => void (state === 'up' && bodies.push(message)));
  const sockets = new Set<Socket>();
  for (const server of [grpc, http]) {
    server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  }
  const ports = { grpcPort: await listen(grpc), httpPort: await listen(http), udpPort: 0 };
  await new Promise<void>((resolve) => {
    udp.bind(0, '127.0.0.1', resolve);
  });
  ports.udpPort = udp.address().port;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    const isClosed = [grpc, http].map(async (server) => new Promise((resolve) => void server.close(resolve)));
    await Promise.all([...isClosed, new Promise<void>((resolve) => void udp.close(resolve))]);
  };
  if (state === 'down') await close();
  return {
    ...ports,
    countOf: (marks) => marks.filter((mark) => bodies.some((body) => body.includes(mark))).length,
    occurrencesOf: (marks) => {
      const texts = bodies.map((body) => body.toString('latin1'));
      return marks.reduce(
        (sum, mark) => sum + texts.reduce((count, text) => count + text.split(mark).length - 1, 0),
        0,
      );
    },
    [Symbol.asyncDispose]: async () => void (state !== 'down' && (await close())),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function createHttpServer(bodies: Buffer[]): Server {
  return createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
      // Datadog's agent answers an object; an OTLP exporter takes an empty answer in its own format.
      const isOtlp = request.url?.startsWith('/v1/') ?? false;
      response.writeHead(200, isOtlp ? { 'content-type': request.headers['content-type'] ?? '' } : {});
      response.end(isOtlp ? '' : '{}');
    });
  });
}

function createGrpcServer(bodies: Buffer[]): Server {
  const sessions = new Set<Http2Session>();
  const server = createHttp2Server();
  server.on('session', (session) => sessions.add(session.on('error', () => {})));
  server.on('stream', (stream) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => {});
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      bodies.push(Buffer.concat(chunks));
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.alloc(5));
    });
  });
  return server;
}
