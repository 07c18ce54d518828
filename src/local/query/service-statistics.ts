import type { HistogramEntry, ServiceStatistics } from '../api/xray-api.ts';
import type { Outcome } from './document-outcome.ts';

/** Counts requests as X-Ray does. */
export interface StatisticsDraft {
  readonly outcomes: Record<Outcome, number>;
  totalSeconds: number;
  /** Requests by duration in seconds. */
  readonly histogram: Map<number, number>;
}

/** Nothing counted yet. */
export function createStatistics(): StatisticsDraft {
  return { outcomes: { ok: 0, error: 0, throttle: 0, fault: 0 }, totalSeconds: 0, histogram: new Map() };
}

/** Counts requests that ended alike and took `seconds` together. */
export function countRequests(
  draft: StatisticsDraft,
  outcome: Outcome,
  {
    seconds,
    histogram,
  }: { readonly seconds: number; readonly histogram: readonly (readonly [value: number, count: number])[] },
): void {
  draft.totalSeconds += seconds;
  for (const [value, count] of histogram) {
    draft.outcomes[outcome] += count;
    draft.histogram.set(value, (draft.histogram.get(value) ?? 0) + count);
  }
}

/** The counts in X-Ray's form. */
export function toServiceStatistics({ outcomes, totalSeconds }: StatisticsDraft): ServiceStatistics {
  const { ok, error, throttle, fault } = outcomes;
  return {
    OkCount: ok,
    ErrorStatistics: { ThrottleCount: throttle, OtherCount: error, TotalCount: throttle + error },
    FaultStatistics: { OtherCount: fault, TotalCount: fault },
    TotalCount: ok + error + throttle + fault,
    TotalResponseTime: roundMicros(totalSeconds),
  };
}

/** The histogram in X-Ray's form, by ascending value. */
export function toHistogram({ histogram }: StatisticsDraft): readonly HistogramEntry[] {
  return [...histogram].sort(([a], [b]) => a - b).map(([Value, Count]) => ({ Value, Count }));
}

/** Sums of doubles carry digits that no clock measured. */
function roundMicros(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
