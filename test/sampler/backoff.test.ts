import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMillis } from '../../src/sampler/backoff.ts';
import { jitter } from '../../src/sampler/sampler-clock.ts';
import { createVirtualClock } from './support/virtual-clock.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('each wait is about twice as long as the one before, up to a longest, and at least half of its length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), chance, (failures, random) => {
      const wait = backoffMillis(
        failures,
        1000,
        60_000,
        createVirtualClock(() => random),
      );
      const full = Math.min(60_000, 1000 * 2 ** (failures - 1));
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }),
  );
});

test('a wait with jitter is within a tenth of what was asked for', () => {
  fc.assert(
    fc.property(fc.nat(1e9), chance, (millis, random) => {
      const wait = jitter(
        millis,
        createVirtualClock(() => random),
      );
      expect(wait).toBeGreaterThanOrEqual(millis * 0.9 - 1);
      expect(wait).toBeLessThanOrEqual(millis * 1.1 + 1);
    }),
  );
});
