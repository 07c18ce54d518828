/** A share of requests that is sampled whatever the rate says. */
export interface Reservoir {
  /** Takes one of this second's places; false when none is left. */
  take(): boolean;
}

/**
 * A reservoir of `size` places in every second of `now` (milliseconds). A second begins with all its places,
 * so that the first request of a quiet service is always sampled, as with X-Ray's default rule
 * (https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html).
 */
export function createReservoir(size: number, now: () => number): Reservoir {
  let second = Number.NaN;
  let taken = 0;
  return {
    take() {
      const current = Math.floor(now() / 1000);
      if (current !== second) {
        second = current;
        taken = 0;
      }
      if (taken >= size) return false;
      taken += 1;
      return true;
    },
  };
}
