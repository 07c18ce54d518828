import type { Timers } from '../../../src/local/store/timers.ts';

/** Timers whose time goes on only when a test says so. */
export function createManualTimers(): Timers & { advance(millis: number): void; readonly pending: number } {
  const scheduled = new Map<object, { at: number; callback: () => void }>();
  let now = 0;
  return {
    schedule(callback, delayMillis) {
      const key = {};
      scheduled.set(key, { at: now + delayMillis, callback });
      return () => void scheduled.delete(key);
    },
    advance(millis) {
      const end = now + millis;
      for (;;) {
        const [next] = [...scheduled].toSorted((a, b) => a[1].at - b[1].at);
        if (next === undefined || next[1].at > end) break;
        const [key, { at, callback }] = next;
        now = at;
        scheduled.delete(key);
        callback();
      }
      now = end;
    },
    get pending() {
      return scheduled.size;
    },
  };
}
