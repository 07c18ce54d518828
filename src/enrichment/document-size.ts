/*
 * How large the segment document of a span can become. A cheap upper bound for every span, an exact count of the
 * characters where that bound does not settle it.
 */

/** The most bytes that one UTF-16 unit takes in JSON: `\u0001`, and `<` too, which Go writes as `\u003c`. */
const MAX_BYTES_PER_UNIT = 6;
/** A number, a boolean or null, and the punctuation around any value. */
const UNITS_OF_OTHERS = 4;

/** Bytes of a document besides its texts: names of fields, ids, times, flags. */
export const FIXED_BYTES = 2048;

/** UTF-16 units of all texts in a value, numbers and punctuation as if they were texts. */
export function countUnits(value: unknown): number {
  if (typeof value === 'string') return value.length + 1;
  if (typeof value !== 'object' || value === null) return UNITS_OF_OTHERS;
  if (value instanceof Uint8Array) return value.length + UNITS_OF_OTHERS;
  if (Array.isArray(value)) return value.reduce<number>((units, item) => units + countUnits(item), UNITS_OF_OTHERS);
  return Object.entries(value).reduce(
    (units, [key, item]) => units + key.length + 1 + countUnits(item),
    UNITS_OF_OTHERS,
  );
}

/** An upper bound in bytes for so many units. */
export function toMaxBytes(units: number): number {
  return FIXED_BYTES + units * MAX_BYTES_PER_UNIT;
}

/** The bytes of a value in the exporter's JSON; of numbers the most that they take. */
export function jsonBytes(value: unknown): number {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value !== 'object' || value === null) return 24;
  if (value instanceof Uint8Array) return Math.ceil(value.length / 3) * 4 + 2;
  if (Array.isArray(value)) return value.reduce<number>((bytes, item) => bytes + jsonBytes(item) + 1, 2);
  return Object.entries(value).reduce((bytes, [key, item]) => bytes + textBytes(key) + jsonBytes(item) + 2, 2);
}

/** Characters that take another number of bytes than one. */
const UNEVEN = /[^ !#-%'-;=?-[\]-~]/;

/** The bytes of a text in quotes, as Go's `encoding/json` escapes it. */
export function textBytes(text: string): number {
  // A loop over a long text takes milliseconds while V8 has not compiled it.
  if (!UNEVEN.test(text)) return text.length + 2;
  let bytes = 2;
  for (let index = 0; index < text.length; index += 1) bytes += unitBytes(text.charCodeAt(index));
  return bytes;
}

function unitBytes(unit: number): number {
  if (unit >= 0x80) return unit < 0x800 ? 2 : otherUnitBytes(unit);
  // Control characters, `<`, `>` and `&` become `\u00xx`; quotes and backslashes get one more.
  if (unit < 0x20 || unit === 0x3c || unit === 0x3e || unit === 0x26 || unit === 0x7f) return MAX_BYTES_PER_UNIT;
  return unit === 0x22 || unit === 0x5c ? 2 : 1;
}

/** U+2028 and U+2029 are escaped; each half of a surrogate pair takes two bytes of its four, alone it becomes U+FFFD. */
function otherUnitBytes(unit: number): number {
  return unit === 0x2028 || unit === 0x2029 ? MAX_BYTES_PER_UNIT : 3;
}
