import type { SegmentDocument } from '../xray/segment-document.ts';

/** What is known of one trace at one moment. */
export interface TraceRecord {
  /** In X-Ray's form, `1-5759e988-bd862e3fe1be46a994272793`. */
  readonly traceId: string;
  /** Each id once, in the order in which they first arrived. */
  readonly documents: readonly SegmentDocument[];
  /** How often the trace was reported as finished before: 0 the first time, more when documents came late. */
  readonly revision: number;
}
