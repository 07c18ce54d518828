/** Which traces are looked at: the last seconds, a span between two moments, or all that are stored. */
export type TimeRange =
  | { readonly kind: 'last'; readonly seconds: number }
  | { readonly kind: 'between'; readonly start: number; readonly end: number }
  | { readonly kind: 'all' };

/** What is looked at unless the address says otherwise. */
export const DEFAULT_RANGE: TimeRange = { kind: 'last', seconds: 3600 };

/** What the console offers. */
export const OFFERED_RANGES: readonly TimeRange[] = [
  { kind: 'last', seconds: 300 },
  { kind: 'last', seconds: 900 },
  DEFAULT_RANGE,
  { kind: 'last', seconds: 21_600 },
  { kind: 'last', seconds: 86_400 },
  { kind: 'all' },
];

const UNITS: readonly [unit: string, seconds: number][] = [
  ['D', 86_400],
  ['H', 3600],
  ['M', 60],
  ['S', 1],
];

/**
 * Reads a range as X-Ray's deep links write it: `PT15M`, or `2026-11-28T05:00:00.000Z~2026-11-28T06:00:00.000Z`, or
 * our own `all`. Anything else gives undefined.
 */
export function parseTimeRange(text: string): TimeRange | undefined {
  if (text === 'all') return { kind: 'all' };
  const [start, end, more] = text.split('~').map((moment) => Date.parse(moment) / 1000);
  if (start !== undefined && end !== undefined && more === undefined && end > start)
    return { kind: 'between', start, end };
  const match = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?$/.exec(text);
  if (match === null) return undefined;
  const seconds = UNITS.reduce((sum, [, unit], index) => sum + unit * Number(match[index + 1] ?? 0), 0);
  return seconds > 0 ? { kind: 'last', seconds } : undefined;
}

/** Writes a range so that {@link parseTimeRange} reads it. */
export function formatTimeRange(range: TimeRange): string {
  if (range.kind === 'all') return 'all';
  if (range.kind === 'between')
    return [range.start, range.end].map((moment) => new Date(moment * 1000).toISOString()).join('~');
  const [unit, seconds] = UNITS.find(([, size]) => range.seconds % size === 0) ?? ['S', 1];
  return `P${unit === 'D' ? '' : 'T'}${range.seconds / seconds}${unit}`;
}

/** A range for people: `last 15 min`, `all`. */
export function describeTimeRange(range: TimeRange): string {
  if (range.kind === 'all') return 'All time';
  if (range.kind === 'between') return 'Chosen span';
  const { seconds } = range;
  if (seconds % 86_400 === 0) return seconds === 86_400 ? 'Last day' : `Last ${seconds / 86_400} days`;
  if (seconds % 3600 === 0) return seconds === 3600 ? 'Last hour' : `Last ${seconds / 3600} hours`;
  return seconds % 60 === 0 ? `Last ${seconds / 60} min` : `Last ${seconds} s`;
}

/** First and last second of a range, seen from `now`; traces may be stamped slightly ahead of our clock. */
export function boundsOf(range: TimeRange, now: number): { readonly StartTime: number; readonly EndTime: number } {
  const ahead = now + 60;
  if (range.kind === 'all') return { StartTime: 0, EndTime: ahead };
  if (range.kind === 'between') return { StartTime: range.start, EndTime: range.end };
  return { StartTime: Math.max(0, now - range.seconds), EndTime: ahead };
}
