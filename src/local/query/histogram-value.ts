/**
 * A duration as X-Ray's histograms give it, in seconds: to the millisecond, and for long ones to two significant
 * digits, so that a histogram stays short.
 */
export function toHistogramValue(seconds: number): number {
  return toHistogramMillis(seconds) / 1000;
}

/** The same in milliseconds, whole ones. */
export function toHistogramMillis(seconds: number): number {
  const millis = Math.max(0, seconds * 1000);
  if (millis < 100) return Math.round(millis);
  let step = 10;
  while (millis >= step * 100 && step < LARGEST_STEP) step *= 10;
  return Math.round(millis / step) * step;
}

/** Of durations that no trace has; it ends the search for infinite ones. */
const LARGEST_STEP = 1e15;
