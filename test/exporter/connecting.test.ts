import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { boundConnecting, LONGEST_CONNECT_MILLIS, LONGEST_GREETING_MILLIS } from '../../src/exporter/connecting.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function makeSocket(connecting: boolean): Socket & { readonly destroy: ReturnType<typeof vi.fn> } {
  return Object.assign(new EventEmitter(), { connecting, destroy: vi.fn() }) as never;
}

const timeout = (millis: number) =>
  expect.objectContaining({ code: 'ETIMEDOUT', message: `no connection within ${millis} ms` });

test('a connection that is not made within half a second is ended', () => {
  const socket = makeSocket(true);
  boundConnecting(socket);
  vi.advanceTimersByTime(LONGEST_CONNECT_MILLIS + 1);
  expect(socket.destroy.mock.calls).toEqual([[timeout(LONGEST_CONNECT_MILLIS)]]);
});

test('a connection that is made while the event loop is busy is kept', () => {
  const socket = makeSocket(true);
  boundConnecting(socket);
  // The time is up, and the next turn brings what the kernel has done meanwhile.
  vi.runOnlyPendingTimers();
  socket.emit('connect');
  vi.runOnlyPendingTimers();
  expect(socket.destroy).not.toHaveBeenCalled();
});

test('one with TLS has two seconds to be ready', () => {
  const socket = makeSocket(true);
  boundConnecting(socket, 'secureConnect');
  socket.emit('connect');
  vi.advanceTimersByTime(LONGEST_GREETING_MILLIS - 1);
  expect(socket.destroy).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(socket.destroy.mock.calls).toEqual([[timeout(LONGEST_GREETING_MILLIS)]]);
});

test('one that is closed, or was there before, is left alone', () => {
  const closed = makeSocket(true);
  boundConnecting(closed, 'secureConnect');
  closed.emit('close');
  const kept = makeSocket(false);
  boundConnecting(kept);
  vi.advanceTimersByTime(LONGEST_GREETING_MILLIS + 1);
  expect([closed.destroy, kept.destroy].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  expect(vi.getTimerCount()).toBe(0);
});
