import { type DropReason, type SpanRecord, translate } from '../translator/index.ts';
import type { SegmentDocument } from '../xray/segment-document.ts';
import { createDerivedIds } from './derived-ids.ts';

/** A span that X-Ray would never see. */
export interface Drop {
  readonly span: SpanRecord;
  readonly reason: DropReason;
}

/** Hears of each span that became no document. */
export type DropListener = (drop: Drop) => void;

/** The documents that a collector with the exporter's default configuration would send for these spans. */
export function translateSpans(spans: readonly SpanRecord[], onDrop: DropListener): readonly SegmentDocument[] {
  const documents: SegmentDocument[] = [];
  const ids = createDerivedIds();
  const options = { indexedAttributes: [], newId: ids.newId };
  for (const span of spans) {
    ids.startSpan(span.traceId, span.spanId);
    const translation = translate(span, options);
    if ('documents' in translation) for (const document of translation.documents) documents.push(document);
    else onDrop({ span, reason: translation.dropped });
  }
  return documents;
}
