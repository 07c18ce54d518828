import { finite } from './document-value.ts';
import { withoutUsed } from './remainder.ts';
import type { Attributes, SpanRecord } from './span.ts';

/** When a span ran, and the attributes without what was said of that. */
export interface Times {
  readonly startTime: number;
  /** Absent for a span in progress. */
  readonly endTime: number | undefined;
  readonly attributes: Attributes;
}

const IN_PROGRESS = 'aws.xray.inprogress';
const NANOS_PER_SECOND = 1e9;

/** The span's times in seconds since 1970; a span marked as being in progress has no end. */
export function makeTimes({ startTimeUnixNano, endTimeUnixNano, attributes }: SpanRecord): Times {
  const startTime = toSeconds(startTimeUnixNano);
  const inProgress = attributes[IN_PROGRESS];
  if (inProgress === true) return { startTime, endTime: undefined, attributes: withoutMark(attributes) };
  const endTime = toSeconds(endTimeUnixNano);
  return { startTime, endTime, attributes: inProgress === false ? withoutMark(attributes) : attributes };
}

function withoutMark(attributes: Attributes): Attributes {
  return withoutUsed(attributes, (key) => key === IN_PROGRESS);
}

function toSeconds(nanos: bigint): number {
  return finite(Number(nanos) / NANOS_PER_SECOND);
}
