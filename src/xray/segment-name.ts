/** Nearly every name, told sooner. */
const PLAINLY_LEGAL = /^[\w.:/%&#=+\-@](?:[\w .:/%&#=+\-@]{0,198}[\w.:/%&#=+\-@])?$/;
const ILLEGAL_CHARACTERS = /[^\p{L}\p{N} _.:/%&#=+\-@]/gu;
const MAX_CHARACTERS = 200;
/** A surrogate pair is one character; of a longer text no more than this is looked at. */
const MAX_READ_UNITS = 4 * MAX_CHARACTERS;

/**
 * The name as X-Ray accepts it for a segment: letters, digits, spaces and `_.:/%&#=+-@`, up to 200 characters, without
 * spaces around it; empty where nothing is left. The collector cleans span names, but not names in attributes.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-fields
 */
export function legalSegmentName(name: string): string {
  if (PLAINLY_LEGAL.test(name)) return name;
  const legal = name.slice(0, MAX_READ_UNITS).replace(/\s/gu, ' ').replace(ILLEGAL_CHARACTERS, '');
  return Array.from(legal.trim()).slice(0, MAX_CHARACTERS).join('').trim();
}
