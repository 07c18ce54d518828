import type { HistogramBucket, HistogramResult } from '../api/console-api.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Classes of response times: ten for each power of ten, each about a quarter wider than the one before. */
const CLASSES_PER_DECADE = 10;

type Counts = { -readonly [Key in 'ok' | 'error' | 'throttle' | 'fault']: HistogramBucket[Key] };

/** The response times of traces; those that have none yet are left out. */
export function buildHistogram(traces: TraceColumns, rows: Iterable<number>): HistogramResult {
  const classes = new Map<number, Counts>();
  let traceCount = 0;
  for (const row of rows) {
    const responseTime = traces.responseTime[row] ?? NaN;
    if (Number.isNaN(responseTime)) continue;
    const index = Math.floor(Math.log10(Math.max(responseTime, 0.001)) * CLASSES_PER_DECADE + 1e-9);
    let counts = classes.get(index);
    if (counts === undefined) classes.set(index, (counts = { ok: 0, error: 0, throttle: 0, fault: 0 }));
    counts[outcomeOfTrace(traces, row)] += 1;
    traceCount += 1;
  }
  const edge = (index: number): number => Number((10 ** (index / CLASSES_PER_DECADE)).toPrecision(4));
  const buckets = [...classes]
    .sort(([a], [b]) => a - b)
    .map(([index, counts]) => ({ from: edge(index), to: edge(index + 1), ...counts }));
  return { traceCount, buckets };
}

function outcomeOfTrace({ hasFault, hasThrottle, hasError }: TraceColumns, row: number): keyof Counts {
  if (hasFault[row] === true) return 'fault';
  if (hasThrottle[row] === true) return 'throttle';
  return hasError[row] === true ? 'error' : 'ok';
}
