import type { SegmentDocument } from '../xray/segment-document.ts';

/** A document as it came; `json` is made of it where it did not come as JSON. */
export interface ArrivedDocument {
  readonly document: SegmentDocument;
  readonly json?: string | undefined;
}
