import type { SegmentDocument } from '../../xray/segment-document.ts';

/** What an object or a list costs before its contents, in bytes; a rough measure of V8's. */
const OBJECT_BYTES = 64;

/** About how much memory a document takes, in bytes, whatever is in it and however deep. */
export function estimateDocumentBytes(document: SegmentDocument): number {
  let bytes = 0;
  const waiting: unknown[] = [document];
  while (waiting.length > 0) {
    const value = waiting.pop();
    bytes += 8;
    if (typeof value === 'string') bytes += 16 + 2 * value.length;
    else if (typeof value === 'bigint') bytes += 24;
    else if (Array.isArray(value)) {
      bytes += OBJECT_BYTES;
      for (const item of value) waiting.push(item);
    } else if (typeof value === 'object' && value !== null) {
      bytes += OBJECT_BYTES;
      for (const [key, item] of Object.entries(value)) {
        bytes += 16 + 2 * key.length;
        waiting.push(item);
      }
    }
  }
  return bytes;
}
