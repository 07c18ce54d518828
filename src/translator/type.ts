import { makeSpanId } from './ids.ts';
import type { SpanRecord } from './span.ts';

/** What kind of document a span becomes. */
export interface DocumentType {
  /** Absent for a segment. */
  readonly type?: 'subsegment';
  /** Whether the resource's attributes go into annotations and metadata. */
  readonly storesResource: boolean;
}

/**
 * Spans that serve or consume, and spans without a parent, become segments and carry their resource; all others become
 * subsegments.
 */
export function makeType(span: SpanRecord): DocumentType {
  const isSegment = span.kind === 'server' || span.kind === 'consumer' || makeParentId(span) === '';
  return isSegment ? { storesResource: true } : { type: 'subsegment', storesResource: false };
}

/** The id of the span's parent; empty without one. Throws `DroppedSpan` for what is no id. */
export function makeParentId(span: SpanRecord): string {
  return makeSpanId(span.parentSpanId ?? '', 'invalid-span-id');
}
