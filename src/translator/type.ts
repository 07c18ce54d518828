import { makeSpanId } from './ids.ts';
import type { SpanRecord, SpanRecordKind } from './span.ts';

/**
 * Spans that serve or consume become segments and carry their resource, whatever their parent; so do spans without a
 * parent. All others become subsegments.
 */
export function isAlwaysSegment(kind: SpanRecordKind): boolean {
  return kind === 'server' || kind === 'consumer';
}

/** The id of the span's parent; empty without one. Throws `DroppedSpan` for what is no id. */
export function makeParentId(span: SpanRecord): string {
  return makeSpanId(span.parentSpanId ?? '', 'invalid-span-id');
}
