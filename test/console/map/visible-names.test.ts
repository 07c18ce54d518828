import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MapNode } from '../../../src/console/map/map-model.ts';
import { findVisibleNames } from '../../../src/console/map/visible-names.ts';

function nodeOf(key: string, total: number): MapNode {
  const counts = { ok: total, error: 0, throttle: 0, fault: 0 };
  const traffic = { counts, total, perSecond: 1, averageResponse: 1, histogram: [] };
  return { key, name: key, type: '', isClient: false, traffic };
}

const place = fc.record({ x: fc.nat(5000), y: fc.nat(5000), total: fc.nat(1000) });

test('names never cover one another', () => {
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0.04, max: 0.45, noNaN: true }),
      (places, scale) => {
        const nodes = places.map(({ total }, index) => nodeOf(`node-${index}`, total));
        const placeOf = (key: string) => places[Number(key.slice(5))] ?? { x: 0, y: 0 };
        const names = [...findVisibleNames(nodes, placeOf, scale)];
        for (const [index, name] of names.entries()) {
          for (const other of names.slice(index + 1)) {
            const isBeside = Math.abs(placeOf(name).x - placeOf(other).x) * scale >= 30;
            const isBelow = Math.abs(placeOf(name).y - placeOf(other).y) * scale >= 12;
            expect(isBeside || isBelow).toBe(true);
          }
        }
      },
    ),
  );
});

test('more names appear the nearer one looks, those of the busiest first', () => {
  const nodes = Array.from({ length: 20 }, (_, index) => nodeOf(`node-${index}`, index));
  const placeOf = (key: string) => ({ x: 152 * Number(key.slice(5)), y: 0 });
  const far = findVisibleNames(nodes, placeOf, 0.05);
  expect(far.size).toBeLessThan(5);
  expect(far).toContain('node-19');
  expect(findVisibleNames(nodes, placeOf, 0.2).size).toBeGreaterThan(5);
  expect(findVisibleNames(nodes, placeOf, 0.45).size).toBe(20);
});

test('a name is not written over another node', () => {
  const nodes = [nodeOf('above', 2), nodeOf('below', 1)];
  const placeOf = (key: string) => ({ x: 0, y: key === 'above' ? 0 : 124 });
  expect([...findVisibleNames(nodes, placeOf, 0.1)]).toEqual(['below']);
  expect([...findVisibleNames(nodes, placeOf, 0.45)]).toEqual(['above', 'below']);
});
