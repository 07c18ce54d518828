import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStringCache, type StringCache } from '../../../src/local/receiver/string-cache.ts';

const MAX_BYTES = 12;

function read(cache: StringCache, bytes: Buffer, start: number, end: number): string | undefined {
  return cache.read(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), start, end);
}

test('a text is what its bytes say, whatever was read before it', () => {
  // So few places that nearly every text takes that of another.
  const cache = createStringCache(1, MAX_BYTES);
  const text = fc.oneof(
    fc.string({ maxLength: MAX_BYTES }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'ü'), maxLength: MAX_BYTES }),
    fc.constantFrom('', 'http.method', 'http.methoe', 'ittp.method', 'ab', 'ba', 'abc', 'abcd'),
  );
  fc.assert(
    fc.property(text, fc.nat(8), (value, offset) => {
      const bytes = Buffer.concat([Buffer.alloc(offset, 'x'), Buffer.from(value), Buffer.from('y')]);
      const isHeld = /^[\0-\x7f]*$/.test(value) && value.length <= MAX_BYTES;
      expect(read(cache, bytes, offset, bytes.length - 1)).toBe(isHeld ? value : undefined);
    }),
    { numRuns: 500 },
  );
});

test('bytes that are not ASCII, and long ones, are left to others', () => {
  const cache = createStringCache(4, MAX_BYTES);
  expect(read(cache, Buffer.from('grüße'), 0, 7)).toBeUndefined();
  expect(read(cache, Buffer.from('a'.repeat(MAX_BYTES + 1)), 0, MAX_BYTES + 1)).toBeUndefined();
});

test('a text that differs in any one byte is another text', () => {
  const cache = createStringCache(0, MAX_BYTES);
  for (let length = 1; length <= MAX_BYTES; length += 1) {
    for (let index = 0; index < length; index += 1) {
      const text = `${'a'.repeat(index)}b${'a'.repeat(length - index - 1)}`;
      expect(read(cache, Buffer.from('a'.repeat(length)), 0, length)).toBe('a'.repeat(length));
      expect(read(cache, Buffer.from(text), 0, length)).toBe(text);
    }
  }
});
