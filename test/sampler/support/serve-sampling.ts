import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SamplingService } from './sampling-service.ts';

/**
 * `answer`: as X-Ray; `hang`: never answers; `drop`: processes the request and cuts the connection; a number: that
 * status with an AWS error; `garbage`: 200 with HTML.
 */
export type ServingMode = 'answer' | 'hang' | 'drop' | 'garbage' | number;

/** A sampling service at a port of 127.0.0.1. */
export interface ServedSampling extends AsyncDisposable {
  readonly url: string;
  mode: ServingMode;
  /** Headers of the requests, in their order. */
  readonly headers: readonly IncomingHttpHeaders[];
}

/** Serves over HTTP, or with `tls` over HTTPS. */
export async function serveSampling(service: SamplingService, tls?: ServerOptions): Promise<ServedSampling> {
  const headers: IncomingHttpHeaders[] = [];
  const sockets = new Set<Socket>();
  const answer = (request: IncomingMessage, response: ServerResponse, text: string): void => {
    const { mode } = served;
    if (mode === 'hang') return;
    if (mode === 'garbage') return void response.setHeader('content-type', 'text/html').end('<html>');
    if (typeof mode === 'number') return void response.writeHead(mode).end('{"message":"not authorized"}');
    const { status, body } = service.handle(request.url ?? '', text === '' ? {} : JSON.parse(text));
    if (mode === 'drop') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const listener: RequestListener = (request, response) => {
    let text = '';
    headers.push(request.headers);
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => answer(request, response, text));
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const served: ServedSampling = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    mode: 'answer',
    headers,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return served;
}
