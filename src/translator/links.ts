import type { LinkBlock } from '../xray/segment-document.ts';
import { toDocumentMap } from './document-value.ts';
import { makeSpanId, makeTraceId } from './ids.ts';
import type { SpanRecordLink } from './span.ts';

/** The span's links; one that is no link makes the exporter give up the span, so it throws `DroppedSpan`. */
export function makeLinks(links: readonly SpanRecordLink[]): readonly LinkBlock[] | undefined {
  return links.length === 0 ? undefined : links.map(makeLink);
}

function makeLink({ traceId, spanId, attributes }: SpanRecordLink): LinkBlock {
  const isBare = Object.keys(attributes).length === 0;
  return {
    trace_id: makeTraceId(traceId, 'invalid-link'),
    id: makeSpanId(spanId, 'invalid-link'),
    attributes: isBare ? undefined : toDocumentMap(attributes),
  };
}
