import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDecimal } from '../../src/translator/parse-decimal.ts';

test('every integer of 64 bits is read exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      expect(parseDecimal(String(value))).toEqual({ value, isExact: true });
    }),
  );
});

test.each([
  ['+12', 12n, true],
  ['-0012', -12n, true],
  ['000', 0n, true],
  ['9223372036854775808', 2n ** 63n - 1n, false],
  ['-9223372036854775809', -(2n ** 63n), false],
  ['9'.repeat(100_000), 2n ** 63n - 1n, false],
  ['18446744073709551616x', 2n ** 63n - 1n, false],
])('%s', (text, value, isExact) => {
  expect(parseDecimal(text)).toEqual({ value, isExact });
});

test.each(['', '+', '-', ' 1', '1 ', '1_000', '0x1', '1.5', '1e3', '٣', '18446744073709551615x', '+-1'])(
  '%j is no integer',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  },
);
