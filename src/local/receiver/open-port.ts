import { createServer, type Server, type Socket } from 'node:net';
import { isLoopback, isWildcard } from '../access/open-door.ts';
import type { Activity } from './activity.ts';
import type { ConnectionHandler } from './connection-handler.ts';

/** Addresses that reach only this machine. */
export type LoopbackHost = '127.0.0.1' | '::1';

/** Who takes the connections to a port. */
export interface PortHandlers {
  /** Takes connections that begin with HTTP/2's preface, which is how every gRPC client begins. */
  readonly http2: ConnectionHandler;
  /** Takes all others. */
  readonly http1: ConnectionHandler;
}

/** What a port needs to know. */
export interface OpenPortOptions {
  readonly host: LoopbackHost;
  /** 0 for any free port. When it is in use or forbidden, a free one is taken. */
  readonly port: number;
  /** Take what comes to `host`. */
  readonly handlers: PortHandlers;
  /** A further address, and who takes what comes there; with a wildcard, what comes to any address but loopback. */
  readonly remote?: { readonly address: string; readonly handlers: PortHandlers } | undefined;
  /** Open connections count as activity. */
  readonly activity: Activity;
  /** How long a connection may be silent before its first bytes; 30 s unless given. */
  readonly silenceMillis?: number;
}

/** A port that is open. */
export interface OpenPort {
  readonly port: number;
  /** Stops listening and destroys open connections. */
  close(): Promise<void>;
}

/**
 * Opens a port that understands both of OTLP's transports, whatever its number promises: a producer that sends
 * HTTP to the gRPC port would otherwise get an answer that names no cause. It has the same number at all its addresses.
 * Rejects when not even a free port can be had.
 */
export async function openPort(options: OpenPortOptions): Promise<OpenPort> {
  const { host, remote, activity, silenceMillis = 30_000 } = options;
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket): void => {
    const ended = activity.begin();
    sockets.add(socket);
    // A connection that breaks off is the producer's business; without a listener it would end this process.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      ended();
    });
    // Who opens connections and says nothing must not use up what a process may have of them.
    const silence = setTimeout(() => socket.destroy(), silenceMillis).unref();
    socket.on('close', () => clearTimeout(silence));
    const isLocal = remote === undefined || isLoopback(socket.localAddress);
    readStart(socket, (isHttp2) => {
      clearTimeout(silence);
      const handlers = isLocal ? options.handlers : remote.handlers;
      (isHttp2 ? handlers.http2 : handlers.http1).accept(socket);
    });
  };
  const addresses =
    remote === undefined ? [host] : isWildcard(remote.address) ? [remote.address] : [host, remote.address];
  const servers = await listenAtAll(addresses, options.port, () => createServer(onConnection));
  const address = servers[0]?.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** So often a free port is tried that is taken at another of the addresses. */
const MOST_TRIES = 5;

async function listenAtAll(
  addresses: readonly string[],
  wanted: number,
  create: () => Server,
): Promise<readonly Server[]> {
  for (let tries = 1, port = wanted; ; tries++, port = 0) {
    const servers: Server[] = [];
    try {
      for (const address of addresses) {
        const server = create();
        port = await listen(server, port, address);
        servers.push(server);
      }
      return servers;
    } catch (error) {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const isTaken = code === 'EADDRINUSE' || code === 'EACCES';
      if (!isTaken || port === 0 || tries === MOST_TRIES) throw error;
    }
  }
}

/** Gives the port. */
function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** https://www.rfc-editor.org/rfc/rfc9113#section-3.4; HTTP/1.1 has no method that begins so. */
const HTTP2_PREFACE = Buffer.from('PRI ');

/** Says, as soon as that is certain, whether a connection begins with the preface; nothing of it is taken away. */
function readStart(socket: Socket, onStart: (isHttp2: boolean) => void, before = Buffer.alloc(0)): void {
  socket.once('readable', () => {
    const chunk: unknown = socket.read();
    const start = Buffer.isBuffer(chunk) ? Buffer.concat([before, chunk]) : before;
    const length = Math.min(start.length, HTTP2_PREFACE.length);
    const isBeginning = HTTP2_PREFACE.subarray(0, length).equals(start.subarray(0, length));
    if (isBeginning && length < HTTP2_PREFACE.length) {
      if (!socket.destroyed) readStart(socket, onStart, start);
      return;
    }
    socket.unshift(start);
    onStart(isBeginning);
  });
}
