import { finite } from './document-value.ts';
import { type Part, withoutUsed } from './remainder.ts';
import type { Attributes, SpanRecord } from './span.ts';

/** When a span ran. */
export interface Times {
  readonly start_time: number;
  readonly end_time?: number;
  readonly in_progress?: true;
}

const IN_PROGRESS = 'aws.xray.inprogress';
const NANOS_PER_SECOND = 1e9;

/** The span's times in seconds since 1970; a span marked as being in progress has no end. */
export function makeTimes(span: SpanRecord): Part<Times> {
  const start_time = toSeconds(span.startTimeUnixNano);
  const inProgress = span.attributes[IN_PROGRESS];
  if (inProgress === true) return { part: { start_time, in_progress: true }, rest: withoutMark(span.attributes) };
  const part = { start_time, end_time: toSeconds(span.endTimeUnixNano) };
  return { part, rest: inProgress === false ? withoutMark(span.attributes) : span.attributes };
}

function withoutMark(attributes: Attributes): Attributes {
  return withoutUsed(attributes, (key) => key === IN_PROGRESS);
}

function toSeconds(nanos: bigint): number {
  return finite(Number(nanos) / NANOS_PER_SECOND);
}
