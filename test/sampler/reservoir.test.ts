import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReservoir } from '../../src/sampler/reservoir.ts';

test('the first takers of each second get a place, the others do not', () => {
  let now = 0;
  const reservoir = createReservoir(2, () => now);
  expect([reservoir.take(), reservoir.take(), reservoir.take()]).toEqual([true, true, false]);
  now = 999;
  expect(reservoir.take()).toBe(false);
  now = 1000;
  expect([reservoir.take(), reservoir.take(), reservoir.take()]).toEqual([true, true, false]);
});

test('seconds without takers are not saved up', () => {
  let now = 0;
  const reservoir = createReservoir(1, () => now);
  now = 60_000;
  expect([reservoir.take(), reservoir.take()]).toEqual([true, false]);
});

test('whatever the arrivals, a second never gives more than its places and never fewer than asked for', () => {
  const arrivals = fc.array(fc.nat(10_000), { maxLength: 300 });
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 0, max: 5 }), (times, size) => {
      let now = 0;
      const reservoir = createReservoir(size, () => now);
      const asked = new Map<number, number>();
      const given = new Map<number, number>();
      for (const time of times.toSorted((a, b) => a - b)) {
        now = time;
        const second = Math.floor(time / 1000);
        asked.set(second, (asked.get(second) ?? 0) + 1);
        given.set(second, (given.get(second) ?? 0) + (reservoir.take() ? 1 : 0));
      }
      for (const [second, count] of asked) expect(given.get(second)).toBe(Math.min(count, size));
    }),
  );
});
