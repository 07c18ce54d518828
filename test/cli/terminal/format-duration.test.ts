import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration } from '../../../src/cli/terminal/format-duration.ts';

test.each([
  [0, '0 ms'],
  [-5, '0 ms'],
  [NaN, '0 ms'],
  [1e-9, '1 µs'],
  [85.4e-6, '85 µs'],
  [99.6e-6, '0.1 ms'],
  [0.001_44, '1.4 ms'],
  [0.009_96, '10 ms'],
  [0.143, '143 ms'],
  [0.9996, '1.00 s'],
  [2.314, '2.31 s'],
  [59.999, '1m 00s'],
  [125, '2m 05s'],
  [12_000, '3h 20m'],
  [360_000, '100 h'],
  [Infinity, '99999 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('every duration takes at most seven cells', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.double({ min: 0, max: 400_000 })), (seconds) => {
      expect(formatDuration(seconds).length).toBeLessThanOrEqual(7);
    }),
  );
});
