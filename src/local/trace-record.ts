import type { SpanRecord } from './span-record.ts';

/** What is known of one trace at one moment. */
export interface TraceRecord {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** In the order in which they arrived. */
  readonly spans: readonly SpanRecord[];
  /** How often the trace was reported as finished before: 0 the first time, more when spans came late. */
  readonly revision: number;
}
