import type { ServiceStatistics, TraceSummary } from '../../local/api/xray-api.ts';
import type { SegmentDocument } from '../../xray/segment-document.ts';

/** X-Ray's four colours, the mildest first: error is the caller's mistake (4xx), throttle a 429, fault what broke. */
export const OUTCOMES = ['ok', 'error', 'throttle', 'fault'] as const;

/** One of {@link OUTCOMES}. */
export type Outcome = (typeof OUTCOMES)[number];

/** What each is called, and the letter that stands beside its colour. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, { readonly name: string; readonly letter: string }>> = {
  ok: { name: 'OK', letter: '' },
  error: { name: 'Error', letter: 'E' },
  throttle: { name: 'Throttle', letter: 'T' },
  fault: { name: 'Fault', letter: 'F' },
};

/** In X-Ray's order: a fault outweighs a throttle, which is an error too. */
export function outcomeOfDocument({ fault, throttle, error }: SegmentDocument): Outcome {
  if (fault === true) return 'fault';
  if (throttle === true) return 'throttle';
  return error === true ? 'error' : 'ok';
}

/** The same for a trace of the list. */
export function outcomeOfSummary({ HasFault, HasThrottle, HasError, Http }: TraceSummary): Outcome {
  if (HasFault) return 'fault';
  // X-Ray reports any throttled call as HasThrottle; only the answer's own status makes the trace a throttled one.
  if (HasThrottle && (HasError || Http.HttpStatus === 429)) return 'throttle';
  return HasError ? 'error' : 'ok';
}

/** How many requests of a node or an edge ended in which way. */
export function countOutcomes(statistics: ServiceStatistics): Readonly<Record<Outcome, number>> {
  const { OkCount, ErrorStatistics, FaultStatistics } = statistics;
  return {
    ok: OkCount,
    error: ErrorStatistics.OtherCount,
    throttle: ErrorStatistics.ThrottleCount,
    fault: FaultStatistics.TotalCount,
  };
}

/** The gravest outcome that happened at all. */
export function worstOutcome(counts: Readonly<Record<Outcome, number>>): Outcome {
  return OUTCOMES.findLast((outcome) => counts[outcome] > 0) ?? 'ok';
}
