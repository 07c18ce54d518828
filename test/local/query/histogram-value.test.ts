import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHistogramClass, toHistogramValue, valueOfClass } from '../../../src/local/query/histogram-value.ts';

describe('a duration is given', () => {
  test.each([
    [0, 0],
    [-1, 0],
    [0.0004, 0],
    [0.0996, 0.1],
    [0.1234, 0.12],
    [0.995, 1],
    [1.249, 1.2],
    [12.6, 13],
    [86_400, 86_000],
  ])('%d s as %d s', (seconds, value) => {
    expect(toHistogramValue(seconds)).toBe(value);
  });
});

test('to the millisecond or to two digits, whatever its length', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (seconds) => {
      const value = toHistogramValue(seconds);
      expect(Math.abs(value - seconds)).toBeLessThanOrEqual(Math.max(0.0005, seconds * 0.05) + 1e-9);
      expect(toHistogramClass(value)).toBe(toHistogramClass(seconds));
    }),
  );
});

test('classes follow one another without gaps, by their values', () => {
  for (let number = 1; number < 1000; number += 1) {
    expect(valueOfClass(number)).toBeGreaterThan(valueOfClass(number - 1));
    expect(toHistogramClass(valueOfClass(number))).toBe(number);
  }
  expect(toHistogramClass(Infinity)).toBeLessThan(2000);
});
