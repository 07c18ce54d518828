import type { HistogramBucket, HistogramResult } from '../api/console-api.ts';
import type { TraceDigest } from './trace-digest.ts';

/** Classes of response times: ten for each power of ten, each about a quarter wider than the one before. */
const CLASSES_PER_DECADE = 10;

type Counts = { -readonly [Key in 'ok' | 'error' | 'throttle' | 'fault']: HistogramBucket[Key] };

/** The response times of traces; those that have none yet are left out. */
export function buildHistogram(traces: Iterable<TraceDigest>): HistogramResult {
  const classes = new Map<number, Counts>();
  let traceCount = 0;
  for (const trace of traces) {
    if (trace.responseTime === undefined) continue;
    const index = Math.floor(Math.log10(Math.max(trace.responseTime, 0.001)) * CLASSES_PER_DECADE + 1e-9);
    let counts = classes.get(index);
    if (counts === undefined) classes.set(index, (counts = { ok: 0, error: 0, throttle: 0, fault: 0 }));
    counts[outcomeOfTrace(trace)] += 1;
    traceCount += 1;
  }
  const edge = (index: number): number => Number((10 ** (index / CLASSES_PER_DECADE)).toPrecision(4));
  const buckets = [...classes]
    .sort(([a], [b]) => a - b)
    .map(([index, counts]) => ({ from: edge(index), to: edge(index + 1), ...counts }));
  return { traceCount, buckets };
}

function outcomeOfTrace({ hasFault, hasThrottle, hasError }: TraceDigest): keyof Counts {
  if (hasFault) return 'fault';
  if (hasThrottle) return 'throttle';
  return hasError ? 'error' : 'ok';
}
