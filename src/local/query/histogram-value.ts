/**
 * A duration as X-Ray's histograms give it, in seconds: to the millisecond, and for long ones to two significant
 * digits, so that a histogram stays short.
 */
export function toHistogramValue(seconds: number): number {
  const millis = Math.max(0, seconds * 1000);
  if (millis < 100) return Math.round(millis) / 1000;
  const step = 10 ** (Math.floor(Math.log10(millis)) - 1);
  return Math.round(Math.round(millis / step) * step) / 1000;
}
