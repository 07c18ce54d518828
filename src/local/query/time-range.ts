/** A stretch of time in seconds since 1970; the end does not belong to it. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** Trace ids begin with the time at which the trace began, or with anything where W3C's random ids are in use. */
const OLDEST_DAYS = 28;
const DAY_SECONDS = 24 * 60 * 60;
const CLOCK_SKEW_SECONDS = 5 * 60;

/**
 * When a trace began by its id, in seconds since 1970, or by `startTime` where the id holds no time that could be it:
 * one within 28 days before and five minutes after.
 */
export function traceIdTime(traceId: string, startTime: number): number {
  const seconds = Number.parseInt(traceId.slice(2, 10), 16);
  const isTime = seconds > startTime - OLDEST_DAYS * DAY_SECONDS && seconds < startTime + CLOCK_SKEW_SECONDS;
  return isTime ? seconds : startTime;
}
