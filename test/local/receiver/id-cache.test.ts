import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIdCache } from '../../../src/local/receiver/id-cache.ts';

test.each([8, 16])('an id of %i bytes is what its bytes say, whatever was read before it', (byteLength) => {
  // So few places that nearly every id takes that of another, and few values, so that ids come again and are zero.
  const cache = createIdCache(1, byteLength);
  const id = fc.uint8Array({ minLength: byteLength, maxLength: byteLength, max: 1 });
  const filled = fc.integer({ min: 0, max: 255 }).map((byte) => new Uint8Array(byteLength).fill(byte));
  fc.assert(
    fc.property(fc.oneof(id, filled), fc.nat(8), (value, offset) => {
      const bytes = Buffer.concat([Buffer.alloc(offset, 'x'), value, Buffer.from('y')]);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const isZero = value.every((byte) => byte === 0);
      expect(cache.read(bytes, view, offset)).toBe(isZero ? '' : Buffer.from(value).toString('hex'));
    }),
    { numRuns: 500 },
  );
});
