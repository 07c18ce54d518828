import type { SamplerClock } from '../../../src/sampler/sampler-clock.ts';

/** A clock that goes on only when it is told to. */
export interface VirtualClock extends SamplerClock {
  readonly random: () => number;
  /** Runs everything that is due up to this time, in order, and what follows from it. */
  advanceTo(millis: number): Promise<void>;
  advanceBy(millis: number): Promise<void>;
  /** Sets the machine's clock forth or back; what never goes back is not touched. */
  jump(millis: number): void;
  /** Timers that wait. */
  readonly waiting: number;
}

/** 2026-11-01, so that times in the tests are those of a real service. */
const START_EPOCH_MILLIS = 1_793_491_200_000;

/** A virtual clock at 0 ms; `random` gives its random numbers, by default repeatable ones. */
export function createVirtualClock(random: () => number = seededRandom(1)): VirtualClock {
  const timers = new Map<number, { at: number; task: () => void }>();
  let now = 0;
  let offset = START_EPOCH_MILLIS;
  let lastId = 0;
  const nextTimer = (): [number, { at: number; task: () => void }] | undefined =>
    [...timers].reduce<[number, { at: number; task: () => void }] | undefined>(
      (first, timer) => (first === undefined || timer[1].at < first[1].at ? timer : first),
      undefined,
    );
  const advanceTo = async (millis: number): Promise<void> => {
    await settle();
    for (let next = nextTimer(); next !== undefined && next[1].at <= millis; next = nextTimer()) {
      const [id, { at, task }] = next;
      timers.delete(id);
      now = Math.max(now, at);
      task();
      await settle();
    }
    now = Math.max(now, millis);
  };
  return {
    now: () => now,
    epochMillis: () => now + offset,
    random,
    schedule(delayMillis, task) {
      const id = (lastId += 1);
      timers.set(id, { at: now + delayMillis, task });
      return () => void timers.delete(id);
    },
    advanceTo,
    advanceBy: (millis) => advanceTo(now + millis),
    jump: (millis) => void (offset += millis),
    get waiting() {
      return timers.size;
    },
  };
}

/** Lets everything happen that needs no time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Repeatable random numbers from 0 up to 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A trace id of X-Ray: 32 bits of time, 96 of chance. */
export function traceIdAt(epochMillis: number, random: () => number): string {
  const hex = (value: number): string => Math.floor(value).toString(16).padStart(8, '0');
  const word = (): string => hex(random() * 2 ** 32);
  return hex(epochMillis / 1000) + word() + word() + word();
}
