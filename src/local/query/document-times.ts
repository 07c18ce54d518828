import type { SegmentDocument } from '../../xray/segment-document.ts';

/** When something was under way, in seconds since 1970. */
export interface DocumentTimes {
  readonly start: number;
  /** Undefined while it is in progress. */
  readonly end: number | undefined;
}

/** When a segment or subsegment began and ended; times that are no numbers count as 0. */
export function timesOf({
  start_time: start,
  end_time: end,
  in_progress: isInProgress,
}: SegmentDocument): DocumentTimes {
  const isEnded = isInProgress !== true && end !== undefined;
  return { start: finiteOrZero(start), end: isEnded ? finiteOrZero(end) : undefined };
}

function finiteOrZero(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
