import { cutToBytes } from './divided-character.ts';
import { NEWER_LETTERS } from './newer-letters.ts';

/** Precisely what the exporter keeps, a stray `N` among it; backslashes and tabs go although X-Ray allows them. */
const ILLEGAL_CHARACTERS = new RegExp(String.raw`[^ 0-9\p{L}N_.:/%&#=+\-@]|[${NEWER_LETTERS}]`, 'gu');

const MAX_NAME_BYTES = 200;
const NO_NAME = 'span';

/**
 * A span's name as a segment's name: without the characters that X-Ray refuses, at most 200 bytes; `span` if nothing
 * is left.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-fields
 */
export function toSegmentName(spanName: string): string {
  const legal = spanName.replace(ILLEGAL_CHARACTERS, '');
  return legal === '' ? NO_NAME : cutToBytes(legal, MAX_NAME_BYTES);
}
