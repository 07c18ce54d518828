import { legalSegmentName } from '../xray/segment-name.ts';
import { additive, type Row } from './row.ts';

/** Where the exporter cuts a span's name that becomes a document's, in bytes of UTF-8. */
const MAX_BYTES = 200;
/** No name up to this length has more bytes. */
const MAX_PLAIN_UNITS = Math.floor(MAX_BYTES / 3);

/**
 * Shortens a long name between characters. The exporter cuts after 200 bytes, inside a character if that stands there,
 * and X-Ray takes no name with half of one.
 */
export const spanNames: Row = additive('every span', (draft) => {
  if (typeof draft.name !== 'string' || draft.name.length <= MAX_PLAIN_UNITS) return;
  const legal = legalSegmentName(draft.name);
  if (Buffer.byteLength(legal) > MAX_BYTES && Buffer.byteLength(legal) !== legal.length) draft.name = cut(legal);
});

function cut(name: string): string {
  let bytes = 0;
  let kept = '';
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    kept += character;
  }
  return kept;
}
