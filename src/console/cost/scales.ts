/** Steps of the slider for requests: twelve a decade, from one in ten seconds to a hundred thousand a second. */
export const RATE_STEPS = 72;
const LEAST_RATE = 0.1;

/** Requests a second at a step of the slider, with two digits. */
export function rateAt(step: number): number {
  return Number((LEAST_RATE * 10 ** (step / 12)).toPrecision(2));
}

/** The step that is nearest to a rate. */
export function stepOfRate(rate: number): number {
  return clamp(Math.round(Math.log10(Math.max(rate, LEAST_RATE) / LEAST_RATE) * 12), RATE_STEPS);
}

/** Steps of the slider for the share that is sampled: none, then from a thousandth to all. */
export const SHARE_STEPS = 37;

/** The share at a step of the slider, with two digits. */
export function shareAt(step: number): number {
  return step <= 0 ? 0 : Number((0.001 * 10 ** ((step - 1) / 12)).toPrecision(2));
}

/** The step that is nearest to a share. */
export function stepOfShare(share: number): number {
  return share <= 0 ? 0 : clamp(Math.round(Math.log10(Math.max(share, 0.001) / 0.001) * 12) + 1, SHARE_STEPS);
}

function clamp(step: number, most: number): number {
  return Math.min(most, Math.max(0, step));
}
