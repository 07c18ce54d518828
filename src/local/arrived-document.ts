import type { SegmentDocument } from '../xray/segment-document.ts';

/** A document, and as it came where it came as JSON. One without has no other fields than those of its type. */
export interface ArrivedDocument {
  readonly document: SegmentDocument;
  readonly json?: string | undefined;
}
