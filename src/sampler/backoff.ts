import type { SamplerClock } from './sampler-clock.ts';

/**
 * How long to wait after the given number of failures in a row, from 1: about `firstMillis`, each time about twice as
 * long, at most `mostMillis`; random by up to half, so that the processes of a fleet do not come back all at once.
 */
export function backoffMillis(failures: number, firstMillis: number, mostMillis: number, clock: SamplerClock): number {
  const millis = Math.min(firstMillis * 2 ** Math.min(failures - 1, 30), mostMillis);
  return millis * (0.5 + clock.random() / 2);
}
