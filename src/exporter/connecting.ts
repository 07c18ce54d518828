import type { Socket } from 'node:net';

/**
 * The longest time, in milliseconds, that finding the address of a collector may take, and reaching it: nothing else of
 * an export keeps the process alive.
 */
export const LONGEST_CONNECT_MILLIS = 500;

/** The longest time, in milliseconds, until a collector is ready: with TLS and what protocols say first. */
export const LONGEST_GREETING_MILLIS = 2_000;

/** Told of each new connection, by the address of its other end where it has one. */
export type OnConnect = (address: string | undefined) => void;

/** Ends a connection that is not made, or is made but not ready, in time. `ready` is its event then. */
export function boundConnecting(socket: Socket, ready: 'connect' | 'secureConnect' = 'connect'): void {
  if (!socket.connecting) return;
  endUnless(socket, 'connect', LONGEST_CONNECT_MILLIS);
  if (ready !== 'connect') endUnless(socket, ready, LONGEST_GREETING_MILLIS);
}

function endUnless(socket: Socket, event: string, millis: number): void {
  const end = (): void => {
    socket.destroy(Object.assign(new Error(`no connection within ${millis} ms`), { code: 'ETIMEDOUT' }));
  };
  let immediate: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    // After what has come meanwhile: the event loop may have been busy for longer than that.
    immediate = setImmediate(end);
  }, millis).unref();
  const stop = (): void => {
    clearTimeout(timer);
    clearImmediate(immediate);
  };
  socket.once(event, stop).once('close', stop);
}
