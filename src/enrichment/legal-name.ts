/** Nearly every name, told sooner. */
const PLAINLY_LEGAL = /^[\w .:/%&#=+\-@]{1,200}$/;
const LEGAL = /^[\p{L}\p{N} _.:/%&#=+\-@]{1,200}$/u;
const ILLEGAL_CHARACTERS = /[^\p{L}\p{N} _.:/%&#=+\-@]/gu;
const MAX_CHARACTERS = 200;
/** A surrogate pair is one character; of a longer text no more than this is looked at. */
const MAX_READ_UNITS = 4 * MAX_CHARACTERS;

/**
 * True for a name that X-Ray takes: letters, digits, spaces and `_.:/%&#=+-@`, 1 to 200 characters.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-fields
 */
export function isLegalName(name: string): boolean {
  return PLAINLY_LEGAL.test(name) || (name.length <= MAX_READ_UNITS && LEGAL.test(name));
}

/**
 * The name as X-Ray takes it, without the characters that it refuses and cut to 200; `unknown` where nothing is left.
 * The exporter cleans span names by itself, but passes names in attributes on as they are.
 */
export function legalName(name: string): string {
  if (isLegalName(name)) return name;
  const legal = name.slice(0, MAX_READ_UNITS).replace(/\s/gu, ' ').replace(ILLEGAL_CHARACTERS, '').trim();
  return Array.from(legal).slice(0, MAX_CHARACTERS).join('').trim() || 'unknown';
}
