import type { Duplex } from 'node:stream';
import { replaceMethod } from './replace-method.ts';

const STATUS_LINE = /^HTTP\/1\.\d (\d{3})\b/;
const STATUS_LINE_LENGTH = 'HTTP/1.1 101'.length;

/**
 * Waits for the answer that an application writes onto a socket itself, after `upgrade` and `connect`. The socket
 * stays as it was from the first write on.
 *
 * @param settle called once with the status of the answer; undefined when the socket closed without one, or when what
 * was written has none
 */
export function onSocketAnswer(socket: Duplex, settle: (status: number | undefined) => void): void {
  let undo: (() => void)[] = [];
  const answered = (chunk: unknown): void => {
    for (const restore of undo) restore();
    undo = [];
    socket.removeListener('close', closed);
    settle(readStatus(chunk));
  };
  const closed = (): void => answered(undefined);
  undo = ['write', 'end'].map((name) =>
    replaceMethod<Duplex, unknown[], unknown>(
      socket,
      name,
      (original) =>
        function (...args) {
          answered(args[0]);
          return original().apply(this, args);
        },
    ),
  );
  socket.once('close', closed);
}

function readStatus(chunk: unknown): number | undefined {
  const start =
    typeof chunk === 'string'
      ? chunk.slice(0, STATUS_LINE_LENGTH)
      : Buffer.isBuffer(chunk)
        ? chunk.toString('latin1', 0, STATUS_LINE_LENGTH)
        : '';
  const status = STATUS_LINE.exec(start)?.[1];
  return status === undefined ? undefined : Number(status);
}
