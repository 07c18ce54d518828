/** Texts that are read from bytes again and again, such as the names of attributes. */
export interface StringCache {
  /** The text of ASCII bytes; undefined for any others. */
  read(bytes: Buffer, start: number, end: number): string | undefined;
}

/** A cache of at most `2 ** bits` texts; each new one takes the place of another. */
export function createStringCache(bits: number): StringCache {
  const texts: (string | undefined)[] = Array.from({ length: 2 ** bits });
  const mask = 2 ** bits - 1;
  return {
    read(bytes, start, end) {
      const slot = hashSome(bytes, start, end) & mask;
      const known = texts[slot];
      if (known !== undefined && isSame(known, bytes, start, end)) return known;
      for (let index = start; index < end; index += 1) if ((bytes[index] ?? 0) >= 0x80) return undefined;
      const text = bytes.toString('latin1', start, end);
      texts[slot] = text;
      return text;
    },
  };
}

/** Of the length, the first bytes and the last ones: names of one kind begin alike, and numbers stand at the end. */
function hashSome(bytes: Buffer, start: number, end: number): number {
  let hash = end - start;
  const headEnd = Math.min(start + 2, end);
  for (let index = start; index < headEnd; index += 1) hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0;
  for (let index = Math.max(headEnd, end - 6); index < end; index += 1) {
    hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0;
  }
  return hash ^ (hash >>> 15);
}

function isSame(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
