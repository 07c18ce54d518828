import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReservoir } from '../../src/sampler/reservoir.ts';

test('the first takers of each second get a place, the others do not', () => {
  const reservoir = createReservoir();
  expect([0, 0, 0, 999].map((now) => reservoir.take(2, now))).toEqual([true, true, false, false]);
  expect([1000, 1000, 1000].map((now) => reservoir.take(2, now))).toEqual([true, true, false]);
});

test('seconds without takers are not saved up', () => {
  const reservoir = createReservoir();
  expect([60_000, 60_000].map((now) => reservoir.take(1, now))).toEqual([true, false]);
});

test('a change of size in the middle of a second counts the places that were taken', () => {
  const reservoir = createReservoir();
  expect([1, 3, 3, 3, 2, 4].map((places) => reservoir.take(places, 500))).toEqual([
    true,
    true,
    true,
    false,
    false,
    true,
  ]);
});

test('whatever the arrivals, a second never gives more than its places and never fewer than asked for', () => {
  const arrivals = fc.array(fc.nat(10_000), { maxLength: 300 });
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 0, max: 5 }), (times, size) => {
      const reservoir = createReservoir();
      const asked = new Map<number, number>();
      const given = new Map<number, number>();
      for (const time of times.toSorted((a, b) => a - b)) {
        const second = Math.floor(time / 1000);
        asked.set(second, (asked.get(second) ?? 0) + 1);
        given.set(second, (given.get(second) ?? 0) + (reservoir.take(size, time) ? 1 : 0));
      }
      for (const [second, count] of asked) expect(given.get(second)).toBe(Math.min(count, size));
    }),
  );
});
