/** Time, timers and chance, as the sampler sees them: the process's own, or a simulation's. */
export interface SamplerClock {
  /** Milliseconds from any start that never go back and never jump. */
  now(): number;
  /** Milliseconds since 1970, as wrong as the machine's clock. */
  epochMillis(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** Runs `task` once, later; the timer holds no process. Gives what cancels it. */
  schedule(delayMillis: number, task: () => void): () => void;
}

/** The clock, the timers and the random numbers of this process. */
export const processClock: SamplerClock = {
  now: () => performance.now(),
  epochMillis: () => Date.now(),
  random: () => Math.random(),
  schedule(delayMillis, task) {
    const timer = setTimeout(task, delayMillis).unref();
    return () => clearTimeout(timer);
  },
};

/** A time around `millis`, by a tenth: processes that were started together soon ask at different times. */
export function jitter(millis: number, clock: SamplerClock): number {
  return millis * (0.9 + 0.2 * clock.random());
}
