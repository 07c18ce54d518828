import type { HrTime } from '@opentelemetry/api';
import { protective, type Row } from './row.ts';

const MAX_NANOS = 1_000_000_000;
/** What OTLP's 64 bits of nanoseconds hold: until July 2554. */
const MAX_SECONDS = 18_446_744_073;

/**
 * Gives spans and events times that OTLP can say: a date that is none (`new Date('')`) makes the serialiser throw, and
 * with it the whole batch is lost; one before 1970 becomes one in the far future. A start that is none is the end,
 * an end before the start is the start.
 */
export const times: Row = protective('every span', (draft) => {
  const { startTime, endTime } = draft;
  if (!isTime(startTime) || !isTime(endTime) || isBefore(endTime, startTime)) {
    const start = isTime(startTime) ? startTime : isTime(endTime) ? endTime : nearest(startTime);
    draft.startTime = start;
    draft.endTime = isTime(endTime) && !isBefore(endTime, start) ? endTime : start;
  }
  if (draft.events.some(({ time }) => !isTime(time))) {
    draft.events = draft.events.map((event) => (isTime(event.time) ? event : { ...event, time: draft.endTime }));
  }
});

function isTime(time: HrTime): boolean {
  if (!Array.isArray(time)) return false;
  const [seconds, nanos] = time;
  // Rounding may fill the nanoseconds up to a whole second, which does no harm.
  return seconds >= 0 && seconds < MAX_SECONDS && nanos >= 0 && nanos <= MAX_NANOS;
}

function isBefore(one: HrTime, other: HrTime): boolean {
  return (one[0] - other[0]) * MAX_NANOS + one[1] < other[1];
}

function nearest(time: HrTime): HrTime {
  const seconds = Array.isArray(time) ? Math.trunc(time[0]) : 0;
  return seconds >= MAX_SECONDS ? [MAX_SECONDS - 1, 0] : [0, 0];
}
