import { createServer, type Server, type Socket } from 'node:net';
import type { Activity } from './activity.ts';
import type { ConnectionHandler } from './connection-handler.ts';

/** Addresses that reach only this machine. */
export type LoopbackHost = '127.0.0.1' | '::1';

/** What a port needs to know. */
export interface LoopbackPortOptions {
  readonly host: LoopbackHost;
  /** 0 for any free port. When it is in use or forbidden, a free one is taken. */
  readonly port: number;
  /** Takes connections that begin with HTTP/2's preface, which is how every gRPC client begins. */
  readonly http2: ConnectionHandler;
  /** Takes all others. */
  readonly http1: ConnectionHandler;
  /** Open connections count as activity. */
  readonly activity: Activity;
}

/** A port that is open. */
export interface LoopbackPort {
  readonly port: number;
  /** Stops listening and destroys open connections. */
  close(): Promise<void>;
}

/**
 * Opens a port that understands both of OTLP's transports, whatever its number promises: a producer that sends
 * HTTP to the gRPC port would otherwise get an answer that names no cause. Rejects when not even a free port can be had.
 */
export async function openLoopbackPort(options: LoopbackPortOptions): Promise<LoopbackPort> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const ended = options.activity.begin();
    sockets.add(socket);
    // A connection that breaks off is the producer's business; without a listener it would end this process.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      ended();
    });
    dispatch(socket, options);
  });
  await listen(server, options.port, options.host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    await tryListen(server, port, host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (port === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    await tryListen(server, 0, host);
  }
}

function tryListen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** https://www.rfc-editor.org/rfc/rfc9113#section-3.4; HTTP/1.1 has no method that begins so. */
const HTTP2_PREFACE = Buffer.from('PRI ');

function dispatch(socket: Socket, options: LoopbackPortOptions): void {
  socket.once('readable', () => {
    const start: unknown = socket.read();
    if (!Buffer.isBuffer(start)) {
      if (!socket.destroyed) dispatch(socket, options);
      return;
    }
    socket.unshift(start);
    const isHttp2 = start.subarray(0, HTTP2_PREFACE.length).equals(HTTP2_PREFACE);
    (isHttp2 ? options.http2 : options.http1).accept(socket);
  });
}
