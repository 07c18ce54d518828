import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration } from '../../../src/cli/terminal/format-duration.ts';

test.each([
  [0n, '0 ms'],
  [-5n, '0 ms'],
  [1n, '1 µs'],
  [85_400n, '85 µs'],
  [99_600n, '0.1 ms'],
  [1_440_000n, '1.4 ms'],
  [9_960_000n, '10 ms'],
  [143_000_000n, '143 ms'],
  [999_600_000n, '1.00 s'],
  [2_314_000_000n, '2.31 s'],
  [59_999_000_000n, '1m 00s'],
  [125_000_000_000n, '2m 05s'],
  [12_000_000_000_000n, '3h 20m'],
])('%d ns are %s', (nanos, text) => {
  expect(formatDuration(nanos)).toBe(text);
});

test('every duration up to days takes at most seven cells', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 300_000_000_000_000n }), (nanos) => {
      expect(formatDuration(nanos).length).toBeLessThanOrEqual(7);
    }),
  );
});
