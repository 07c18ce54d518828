import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutToBytes, dropFirstByte, dropLastByte, LEFT_BYTE } from '../../src/translator/divided-character.ts';

const anyText = fc.string({ unit: 'binary' });

/** Go's view of bytes: whole characters, and one mark for each byte that belongs to none. */
function decode(bytes: Buffer): string {
  let text = '';
  for (let index = 0; index < bytes.length;) {
    const size = [1, 2, 3, 4].find((size) => isCharacter(bytes.subarray(index, index + size), size)) ?? 0;
    text += size === 0 ? LEFT_BYTE : bytes.subarray(index, index + size).toString();
    index += Math.max(size, 1);
  }
  return text;
}

function isCharacter(bytes: Buffer, size: number): boolean {
  return (
    bytes.length === size && Buffer.from(bytes.toString()).equals(bytes) && Array.from(bytes.toString()).length === 1
  );
}

describe('texts are cut between bytes', () => {
  test('to a number of bytes', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 60 }), (text, maxBytes) => {
        expect(cutToBytes(text, maxBytes)).toBe(decode(Buffer.from(text).subarray(0, maxBytes)));
      }),
    );
  });

  test('after the first byte, and before the last', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(dropFirstByte(text)).toBe(decode(Buffer.from(text).subarray(1)));
        expect(dropLastByte(text)).toBe(decode(Buffer.from(text).subarray(0, -1)));
      }),
    );
  });

  test('a byte that is left counts as one', () => {
    expect(dropLastByte(dropFirstByte('é'))).toBe('');
  });
});
