/** A stretch of time in seconds since 1970. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A segment's place in its trace as a heavy line, exact to half a cell and never shorter than that; the spaces before
 * it are part of it. Clocks of other machines may put it outside the trace; it is then drawn at the edge.
 */
export function drawTimelineBar(time: TimeRange, trace: TimeRange, width: number): string {
  const halves = 2 * width;
  const start = Math.min(toHalf(time.start, trace, halves), halves - 1);
  const end = Math.max(toHalf(time.end, trace, halves), start + 1);
  let bar = ' '.repeat(Math.floor(start / 2));
  if (start % 2 === 1) bar += '╺';
  bar += '━'.repeat(Math.max(0, Math.floor(end / 2) - Math.ceil(start / 2)));
  if (end % 2 === 1 && end > start + (start % 2)) bar += '╸';
  return bar;
}

function toHalf(time: number, trace: TimeRange, halves: number): number {
  const length = trace.end - trace.start;
  const fraction = length > 0 ? (time - trace.start) / length : 0;
  return Math.min(Math.max(Math.round(fraction * halves), 0), halves);
}
