/** Texts that are read from bytes again and again, such as the names of attributes. */
export interface StringCache {
  /** The text of ASCII bytes, which `view` shows too; undefined for others, and for longer ones than the cache holds. */
  read(bytes: Buffer, view: DataView, start: number, end: number): string | undefined;
}

/** A cache of at most `2 ** bits` texts of at most `maxBytes`; each new one takes the place of another. */
export function createStringCache(bits: number, maxBytes: number): StringCache {
  const mask = 2 ** bits - 1;
  const texts = Array.from({ length: 2 ** bits }, () => '');
  // The bytes of each text again: comparing those four at a time beats asking the string for its characters.
  const stride = Math.ceil(maxBytes / 4) * 4;
  const copies = new DataView(new ArrayBuffer(2 ** bits * stride));
  return {
    read(bytes, view, start, end) {
      const length = end - start;
      if (length === 0) return '';
      if (length > maxBytes) return undefined;
      const slot = hashSome(view, start, length) & mask;
      const known = texts[slot] ?? '';
      if (known.length === length && isSame(copies, slot * stride, view, start, length)) return known;
      const isAscii = copy(copies, slot * stride, view, start, length);
      texts[slot] = isAscii ? bytes.toString('latin1', start, end) : '';
      return isAscii ? texts[slot] : undefined;
    },
  };
}

/** Of the length and bytes at all places, most at the end, where texts of one kind differ; the constants mix bits. */
function hashSome(view: DataView, start: number, length: number): number {
  let hash = length;
  if (length < 4) {
    for (let index = 0; index < length; index += 1) hash = Math.imul(hash, 31) + view.getUint8(start + index);
  } else {
    hash = Math.imul(hash, 0x9e3779b1) ^ view.getInt32(start, true);
    hash = Math.imul(hash, 0x85ebca6b) ^ view.getInt32(start + length - 4, true);
  }
  if (length > 8) {
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ view.getInt32(start + (length >> 1) - 2, true);
    hash = Math.imul(hash, 0x27d4eb2f) ^ view.getInt32(start + length - 8, true);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function isSame(copies: DataView, place: number, view: DataView, start: number, length: number): boolean {
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    if (copies.getInt32(place + index, true) !== view.getInt32(start + index, true)) return false;
  }
  for (; index < length; index += 1) {
    if (copies.getUint8(place + index) !== view.getUint8(start + index)) return false;
  }
  return true;
}

/** Whether what was copied is ASCII. */
function copy(copies: DataView, place: number, view: DataView, start: number, length: number): boolean {
  let seen = 0;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    const four = view.getInt32(start + index, true);
    seen |= four;
    copies.setInt32(place + index, four, true);
  }
  for (; index < length; index += 1) {
    const byte = view.getUint8(start + index);
    seen |= byte;
    copies.setUint8(place + index, byte);
  }
  return (seen & 0x80808080) === 0;
}
