/**
 * Whether a trace belongs to the share `rate` (0 to 1) of all traces. The random end of the trace id decides, so that
 * services which see the same undecided trace under the same rate decide alike, and the trace is whole.
 */
export function isWithinRate(traceId: string, rate: number): boolean {
  if (rate >= 1) return true;
  // An id without hex digits at its end gives NaN, which is within no rate.
  return rate > 0 && Number.parseInt(traceId.slice(-8), 16) < rate * 2 ** 32;
}
