import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketsOf, percentileOf, planHistogram } from '../../../src/console/traces/histogram-bars.ts';

const counts = fc.nat({ max: 1000 });
const buckets = fc.uniqueArray(fc.integer({ min: -80, max: 40 }), { minLength: 1 }).chain((indexes) =>
  fc.tuple(
    ...indexes
      .toSorted((left, right) => left - right)
      .map((index) =>
        fc.record({
          from: fc.constant(10 ** (index / 20)),
          to: fc.constant(10 ** ((index + 1) / 20)),
          ok: counts.map((count) => count + 1),
          error: counts,
          throttle: counts,
          fault: counts,
        }),
      ),
  ),
);

test('bars stand within the frame, in order, and their parts fill them', () => {
  fc.assert(
    fc.property(buckets, (given) => {
      const plan = planHistogram(given);
      let right = 0;
      for (const { left, width, parts } of plan?.bars ?? []) {
        expect(left).toBeGreaterThanOrEqual(right - 1e-9);
        right = left + width;
        expect(parts.reduce((sum, { height }) => sum + height, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }
      expect(right).toBeLessThanOrEqual(1);
      expect(plan?.bars).toHaveLength(given.length);
    }),
  );
});

test('a place on the axis is the time that stands there', () => {
  fc.assert(
    fc.property(buckets, fc.double({ min: 0, max: 1, noNaN: true }), (given, place) => {
      const axis = planHistogram(given)?.axis;
      expect(axis?.placeOf(axis.secondsAt(place))).toBeCloseTo(place, 6);
    }),
  );
});

test('half of the times lie below the median', () => {
  const given = bucketsOf(Array.from({ length: 100 }, (_, index) => ({ Value: 0.01 * (index + 1), Count: 1 })));
  expect(percentileOf(given, 0.5)).toBeGreaterThan(0.44);
  expect(percentileOf(given, 0.5)).toBeLessThan(0.57);
  expect(percentileOf([], 0.5)).toBeUndefined();
});

test("X-Ray's values keep their number in classes", () => {
  const given = bucketsOf([
    { Value: 0.1, Count: 2 },
    { Value: 0.101, Count: 3 },
    { Value: 0, Count: 1 },
  ]);
  expect(given.reduce((sum, { ok }) => sum + ok, 0)).toBe(6);
});

test('no traces, no plan', () => expect(planHistogram([])).toBeUndefined());
