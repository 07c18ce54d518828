import { createSocket, type Socket } from 'node:dgram';
import type { DropCounter } from '../drop-counter.ts';
import type { ArrivedDocument } from '../arrived-document.ts';
import type { LoopbackHost } from './open-port.ts';
import { readDocument } from './read-document.ts';

/** What a daemon's socket needs. */
export interface DaemonSocketOptions {
  readonly host: LoopbackHost;
  readonly port: number;
  readonly drops: DropCounter;
  readonly onDocuments: (documents: readonly ArrivedDocument[]) => void;
}

/** A UDP port for what X-Ray's SDKs send to its daemon. */
export interface DaemonSocket {
  readonly port: number;
  close(): Promise<void>;
}

/** Bursts wait in the system while this process is busy; what does not fit is lost without a trace. */
const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024;

/** `{"format":"json","version":1}` and a line break stand before each document. */
const MAX_HEADER_BYTES = 256;

/**
 * Opens the UDP port of X-Ray's daemon: one document for each datagram, kept as it came. Rejects when the port cannot be
 * had.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon
 */
export async function openDaemonSocket(options: DaemonSocketOptions): Promise<DaemonSocket> {
  const { host, drops, onDocuments } = options;
  const socket = createSocket({ type: host === '::1' ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  let waiting: ArrivedDocument[] = [];
  socket.on('message', (datagram) => {
    const read = readDatagram(datagram);
    if (typeof read === 'string') {
      drops.count(read);
      return;
    }
    // Datagrams come one by one; together they cost less.
    if (waiting.length === 0) {
      setImmediate(() => {
        const documents = waiting;
        waiting = [];
        onDocuments(documents);
      });
    }
    waiting.push(read);
  });
  await bind(socket, options);
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}

/** The document of a datagram, or why there is none. */
export function readDatagram(datagram: Buffer): ArrivedDocument | string {
  const end = datagram.indexOf(0x0a);
  if (end === -1 || end > MAX_HEADER_BYTES || !isHeader(datagram.toString('utf8', 0, end))) return 'datagram-header';
  const read = readDocument(datagram.toString('utf8', end + 1));
  return read.ok ? read : read.code;
}

/** The real daemon does not mind case either. */
function isHeader(text: string): boolean {
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header !== 'object' || header === null) return false;
    const { format, version } = header as { readonly format?: unknown; readonly version?: unknown };
    return typeof format === 'string' && format.toLowerCase() === 'json' && version === 1;
  } catch {
    return false;
  }
}

function bind(socket: Socket, { host, port }: DaemonSocketOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address: host, exclusive: true }, () => {
      socket.off('error', reject);
      // An error later on concerns one datagram.
      socket.on('error', () => {});
      resolve();
    });
  });
}
