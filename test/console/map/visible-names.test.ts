import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MapPoint } from '../../../src/console/map/lay-out-map.ts';
import type { MapNode } from '../../../src/console/map/map-model.ts';
import { boxOfName, findVisibleNames, type NamedMap } from '../../../src/console/map/visible-names.ts';

function nodeOf(key: string, total: number, fault = 0): MapNode {
  const counts = { ok: total - fault, error: 0, throttle: 0, fault };
  const traffic = { counts, total, perSecond: 1, averageResponse: 1, histogram: [] };
  return { key, name: key, type: '', isClient: false, traffic };
}

function mapOf(nodes: readonly MapNode[], placeOf: (key: string) => MapPoint, edges: NamedMap['edges'] = []): NamedMap {
  return { nodes, edges, layout: { direction: 'LR', width: 5000, height: 5000 }, placeOf };
}

const place = fc.record({ x: fc.nat(5000), y: fc.nat(5000), total: fc.nat(1000), calls: fc.boolean() });

test('names never cover one another, nor nodes', () => {
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0.04, max: 0.45, noNaN: true }),
      (places, scale) => {
        const nodes = places.map(({ total }, index) => nodeOf(`node-${index}`, total));
        const placeOf = (key: string) => places[Number(key.slice(5))] ?? { x: 0, y: 0 };
        const edges = nodes.filter((_, index) => places[index]?.calls).map(({ key }) => ({ from: key, to: 'node-0' }));
        const names = findVisibleNames(mapOf(nodes, placeOf, edges), scale);
        const boxes = nodes.flatMap((node) => {
          const side = names.get(node.key);
          return side === undefined ? [] : [boxOfName(node, placeOf(node.key), side, scale)];
        });
        for (const [index, box] of boxes.entries()) {
          for (const other of boxes.slice(index + 1)) {
            const isBeside = box.right <= other.left || other.right <= box.left;
            expect(isBeside || box.bottom <= other.top || other.bottom <= box.top).toBe(true);
          }
          for (const { x, y } of places) {
            const isWithin =
              x * scale > box.left && x * scale < box.right && y * scale > box.top && y * scale < box.bottom;
            expect(isWithin).toBe(false);
          }
        }
      },
    ),
  );
});

test('more names appear the nearer one looks, those of the busiest first', () => {
  const nodes = Array.from({ length: 20 }, (_, index) => nodeOf(`node-${index}`, index));
  const map = mapOf(nodes, (key) => ({ x: 200 + 152 * Number(key.slice(5)), y: 0 }));
  const far = findVisibleNames(map, 0.05);
  expect(far.size).toBeLessThan(12);
  expect(far.has('node-19')).toBe(true);
  expect(findVisibleNames(map, 0.2).size).toBeGreaterThan(far.size);
  expect(findVisibleNames(map, 0.45).size).toBe(20);
});

test('a name at the edge of the map stays within it', () => {
  const nodes = [nodeOf('a-very-long-name', 2)];
  const placeOf = () => ({ x: 4990, y: 100 });
  expect([...findVisibleNames(mapOf(nodes, placeOf), 0.1).values()]).toEqual(['left']);
});

test('where there is room for one name, a node in trouble has it', () => {
  const nodes = [nodeOf('busy', 900), nodeOf('broken', 5, 1)];
  const names = findVisibleNames(
    mapOf(nodes, (key) => ({ x: key === 'busy' ? 2000 : 2020, y: 0 }), [
      { from: 'busy', to: 'broken' },
      { from: 'broken', to: 'busy' },
    ]),
    0.05,
  );
  expect(names.get('broken')).toBe('below');
});

test('a name finds room beside or above its node, but not where calls leave it', () => {
  const nodes = [nodeOf('caller', 2), nodeOf('called', 1)];
  const placeOf = (key: string) => ({ x: 2000, y: key === 'caller' ? 0 : 124 });
  const edges = [{ from: 'caller', to: 'called' }];
  expect([...findVisibleNames(mapOf(nodes, placeOf, edges), 0.1)]).toEqual([
    ['caller', 'above'],
    ['called', 'below'],
  ]);
  expect([...findVisibleNames(mapOf(nodes, placeOf), 0.1)][0]).toEqual(['caller', 'right']);
  expect([...findVisibleNames(mapOf(nodes, placeOf, edges), 0.45)][0]).toEqual(['caller', 'below']);
});
