import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithinRate } from '../../src/sampler/fixed-rate.ts';
import { seededRandom, traceIdAt } from './support/virtual-clock.ts';

test.each([0.003, 0.05, 0.5, 0.97])('of many traces a share of %d is within the rate', (rate) => {
  const random = seededRandom(3);
  const total = 50_000;
  let within = 0;
  for (let i = 0; i < total; i += 1) if (isWithinRate(traceIdAt(1_793_491_200_000, random), rate)) within += 1;
  expect(Math.abs(within - total * rate)).toBeLessThan(6 * Math.sqrt(total * rate * (1 - rate)));
});

test('what is within a rate is within every higher one; all within 1, none within 0', () => {
  const random = seededRandom(5);
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(rate, rate, (one, other) => {
      const id = traceIdAt(0, random);
      if (isWithinRate(id, Math.min(one, other))) expect(isWithinRate(id, Math.max(one, other))).toBe(true);
      expect(isWithinRate(id, 1)).toBe(true);
      expect(isWithinRate(id, 0)).toBe(false);
    }),
  );
});

test('an id that is none is decided without a throw', () => {
  expect(isWithinRate('', 0.5)).toBe(false);
  expect(isWithinRate('zzzzzzzz', 0.999)).toBe(false);
});
