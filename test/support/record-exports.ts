import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';

/** One export over HTTP as it came. */
export interface RecordedExport {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Stands before a collector, or in its place. */
export interface FrontEnd extends AsyncDisposable {
  readonly url: string;
  readonly exports: readonly RecordedExport[];
}

/** Records exports and passes them on to the collector; without one it answers with the given status. */
export async function recordExports(
  answer: { readonly collector: string } | { readonly status: number },
): Promise<FrontEnd> {
  const exports: RecordedExport[] = [];
  const server = createServer(async (request, response) => {
    exports.push({ path: request.url ?? '', headers: request.headers });
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    if ('status' in answer) {
      response.writeHead(answer.status).end();
      return;
    }
    const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
    const passedOn = await fetch(`${answer.collector}${request.url}`, {
      method: 'POST',
      headers: { 'content-type': type, ...(encoding !== undefined && { 'content-encoding': encoding }) },
      body: Buffer.concat(chunks),
    });
    response.writeHead(passedOn.status).end(Buffer.from(await passedOn.arrayBuffer()));
  });
  return { exports, ...(await listen(server)) };
}

/** A collector that hangs. */
export interface HangingCollector extends Omit<FrontEnd, 'exports'> {
  /** Resolves when the first connection was made. */
  readonly connected: Promise<unknown>;
}

/** Accepts connections and never answers. */
export async function hangCollector(): Promise<HangingCollector> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createTcpServer((socket) => sockets.add(socket.on('error', () => {})));
  const connected = new Promise((resolve) => {
    server.once('connection', resolve);
  });
  const { url, [Symbol.asyncDispose]: close } = await listen(server);
  return {
    url,
    connected,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await close();
    },
  };
}

/** A URL at which nobody listens. */
export async function closedUrl(): Promise<string> {
  await using server = await hangCollector();
  return server.url;
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<{ url: string } & AsyncDisposable> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
