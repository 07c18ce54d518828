/**
 * The exporter cuts texts between bytes and may divide a character. For each byte that is left of one, this lone
 * surrogate stands here; `serializeDocument` writes it as the exporter writes such a byte, as the escape `\ufffd`.
 */
export const LEFT_BYTE = '\udcff';

/** The text's first `maxBytes` bytes of UTF-8. */
export function cutToBytes(text: string, maxBytes: number): string {
  // A UTF-16 unit takes at most three bytes.
  if (text.length * 3 <= maxBytes) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (bytes + size > maxBytes) return text.slice(0, end) + LEFT_BYTE.repeat(maxBytes - bytes);
    bytes += size;
    end += character.length;
  }
  return text;
}

/** The text without its first byte of UTF-8. */
export function dropFirstByte(text: string): string {
  const character = Array.from(text.slice(0, 2)).at(0) ?? '';
  return withoutOneByte(character) + text.slice(character.length);
}

/** The text without its last byte of UTF-8. */
export function dropLastByte(text: string): string {
  const character = Array.from(text.slice(-2)).at(-1) ?? '';
  return text.slice(0, text.length - character.length) + withoutOneByte(character);
}

function withoutOneByte(character: string): string {
  if (character === '' || character === LEFT_BYTE) return '';
  return LEFT_BYTE.repeat(Buffer.byteLength(character) - 1);
}
