/** A number of requests that is sampled in each second whatever the rate says. */
export interface Reservoir {
  /**
   * Takes one of the places of this second; false when none is left. `now` is in milliseconds and never goes back.
   * The number of places may change from one call to the next; those already taken in this second count.
   */
  take(places: number, now: number): boolean;
}

/**
 * A reservoir whose seconds begin with all their places, so that the first request of a quiet service is always
 * sampled, as with X-Ray's default rule
 * (https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html).
 */
export function createReservoir(): Reservoir {
  let second = Number.NaN;
  let taken = 0;
  return {
    take(places, now) {
      const current = Math.floor(now / 1000);
      if (current !== second) {
        second = current;
        taken = 0;
      }
      if (taken >= places) return false;
      taken += 1;
      return true;
    },
  };
}
