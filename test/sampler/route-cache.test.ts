import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRouteCache } from '../../src/sampler/route-cache.ts';

test('what is asked for again and again stays, however many others come once', () => {
  const cache = createRouteCache<number>(10);
  cache.set('/often', 1);
  for (let i = 0; i < 1000; i += 1) {
    cache.set(`/once/${i}`, i);
    if (i % 5 === 0) expect(cache.get('/often')).toBe(1);
  }
});

test('it never holds more than two generations and never gives a wrong value', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 200 }), (keys) => {
      const cache = createRouteCache<number>(5);
      for (const key of keys) {
        expect([undefined, key]).toContain(cache.get(String(key)));
        cache.set(String(key), key);
        expect(cache.get(String(key))).toBe(key);
      }
      const held = Array.from({ length: 31 }, (_, key) => cache.get(String(key))).filter(
        (value) => value !== undefined,
      );
      expect(held.length).toBeLessThanOrEqual(10);
    }),
  );
});

test('a key of unusual length is not held', () => {
  const cache = createRouteCache<number>(5);
  cache.set('x'.repeat(10_000), 1);
  expect(cache.get('x'.repeat(10_000))).toBeUndefined();
});
