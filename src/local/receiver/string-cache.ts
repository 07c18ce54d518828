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
      let hash = end - start;
      for (let index = start; index < end; index += 1) {
        const byte = bytes[index] ?? 0;
        if (byte >= 0x80) return undefined;
        hash = (Math.imul(hash, 31) + byte) | 0;
      }
      const slot = (hash ^ (hash >>> 15)) & mask;
      const known = texts[slot];
      if (known !== undefined && isSame(known, bytes, start, end)) return known;
      const text = bytes.toString('latin1', start, end);
      texts[slot] = text;
      return text;
    },
  };
}

function isSame(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
