import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStringCache } from '../../../src/local/receiver/string-cache.ts';

test('a text is what its bytes say, whatever was read before it', () => {
  // So few places that nearly every text takes that of another.
  const cache = createStringCache(1);
  const text = fc.oneof(fc.string(), fc.constantFrom('', 'http.method', 'http.methoe', 'ab', 'ba'));
  fc.assert(
    fc.property(text, fc.nat(8), (value, offset) => {
      const bytes = Buffer.concat([Buffer.alloc(offset, 'x'), Buffer.from(value), Buffer.from('y')]);
      const read = cache.read(bytes, offset, bytes.length - 1);
      expect(read).toBe(/^[\0-\x7f]*$/.test(value) ? value : undefined);
    }),
  );
});

test('bytes that are not ASCII are left to others', () => {
  expect(createStringCache(4).read(Buffer.from('grüße'), 0, 7)).toBeUndefined();
});
