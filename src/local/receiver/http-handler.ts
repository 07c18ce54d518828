import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ConnectionHandler } from './connection-handler.ts';

/** Node's code for what is wrong with a request that never was one, and the answer to it. */
const BROKEN_REQUESTS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const MAX_HEADER_BYTES = 16 * 1024;

/**
 * HTTP/1.1 over connections that somebody else has accepted. A request that does not arrive in `requestTimeoutMillis` (30
 * s unless given) is answered 408, what is no HTTP at all 400, and the connection closed.
 */
export function createHttpHandler(
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
  requestTimeoutMillis = 30_000,
): ConnectionHandler {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      requestTimeout: requestTimeoutMillis,
      headersTimeout: requestTimeoutMillis,
      connectionsCheckingInterval: requestTimeoutMillis / 2,
    },
    onRequest,
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = BROKEN_REQUESTS[error.code ?? ''] ?? '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    else socket.destroy();
  });
  // It never listens itself, and only so begins to watch the time of requests.
  server.emit('listening');
  return {
    accept: (socket) => void server.emit('connection', socket),
    close() {
      server.closeAllConnections();
      // Ends the watch; that it does not listen is no news.
      server.close(() => {});
    },
  };
}
