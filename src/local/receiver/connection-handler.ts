import type { Socket } from 'node:net';

/** One protocol's side of a port: takes accepted connections from which nothing has been read yet. */
export interface ConnectionHandler {
  accept(socket: Socket): void;
  /** Ends every connection that was accepted. */
  close(): void;
}
