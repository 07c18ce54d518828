import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitCamera, zoomCamera } from '../../../src/console/map/camera.ts';
import { arcPath, edgePath, middleOf } from '../../../src/console/map/edge-path.ts';
import { layOutMap } from '../../../src/console/map/lay-out-map.ts';
import { buildMap, ringOf } from '../../../src/console/map/map-model.ts';
import { describeType, shapeOf } from '../../../src/console/map/node-type.ts';
import type { Service } from '../../../src/local/api/xray-api.ts';

const ok = {
  OkCount: 8,
  ErrorStatistics: { ThrottleCount: 1, OtherCount: 2, TotalCount: 3 },
  FaultStatistics: { OtherCount: 1, TotalCount: 1 },
  TotalCount: 12,
  TotalResponseTime: 6,
};

function service(reference: number, name: string, calls: readonly number[], fields: Partial<Service> = {}): Service {
  return {
    ReferenceId: reference,
    Name: name,
    Names: [name],
    State: 'active',
    StartTime: 0,
    EndTime: 120,
    SummaryStatistics: ok,
    ResponseTimeHistogram: [],
    Edges: calls.map((target) => ({
      ReferenceId: target,
      StartTime: 0,
      EndTime: 120,
      SummaryStatistics: ok,
      ResponseTimeHistogram: [],
      Aliases: [],
    })),
    ...fields,
  };
}

const shop = [
  service(0, 'shop', [1], { Type: 'client', State: 'unknown' }),
  service(1, 'shop', [2]),
  service(2, 'prices', [], { Type: 'AWS::DynamoDB::Table' }),
];

test('nodes and edges have the figures of the answer', () => {
  const map = buildMap(shop);
  expect(map.nodes.map(({ name, isClient }) => [name, isClient])).toEqual([
    ['Client', true],
    ['shop', false],
    ['prices', false],
  ]);
  expect(map.nodes[1]?.traffic).toMatchObject({
    total: 12,
    averageResponse: 0.5,
    perSecond: 0.1,
    counts: { ok: 8, error: 2, throttle: 1, fault: 1 },
  });
  expect(map.edges.map(({ from, to }) => [from, to])).toEqual([
    ['client\tshop', '\tshop'],
    ['\tshop', 'AWS::DynamoDB::Table\tprices'],
  ]);
});

test('nothing loses its place while traffic comes and goes', () => {
  const before = buildMap(shop);
  const renumbered = [service(7, 'prices', [], { Type: 'AWS::DynamoDB::Table' }), service(3, 'stock', [7])];
  const after = buildMap(renumbered, before);
  expect(after.nodes.map(({ name }) => name)).toEqual(['Client', 'shop', 'prices', 'stock']);
  expect(after.nodes[1]?.traffic).toBeUndefined();
  expect(after.edges).toHaveLength(3);
});

test('the map of one trace has no rates', () => {
  expect(buildMap(shop, undefined, 'no rates').nodes[1]?.traffic?.perSecond).toBeUndefined();
});

test("a ring's arcs are the whole ring", () => {
  const traffic = buildMap(shop).nodes[1]?.traffic;
  expect(traffic && ringOf(traffic).map(({ outcome }) => outcome)).toEqual(['ok', 'error', 'throttle', 'fault']);
  expect(traffic && ringOf(traffic).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

test('the same shape has the same layout, in which callers stand before what they call', () => {
  const shape = {
    nodes: ['a', 'b', 'c'],
    edges: [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'c'],
    ] as const,
    direction: 'LR' as const,
  };
  const layout = layOutMap(shape);
  expect(layOutMap(shape)).toEqual(layout);
  const [a, b, c] = layout.nodes;
  expect([a?.x, b?.x, c?.x]).toEqual([a?.x, b?.x, c?.x].toSorted((left, right) => (left ?? 0) - (right ?? 0)));
});

test('two hundred nodes stand apart from each other', () => {
  const nodes = Array.from({ length: 200 }, (_, index) => `n${index}`);
  const edges = nodes.slice(1).map((key, index) => [`n${Math.floor(index / 6)}`, key] as const);
  const places = layOutMap({ nodes, edges, direction: 'LR' }).nodes;
  for (const [index, left] of places.entries())
    for (const right of places.slice(index + 1))
      expect(Math.abs(left.x - right.x) > 100 || Math.abs(left.y - right.y) > 100).toBe(true);
});

test('a map is drawn apart towards the proportions of its room, and its nodes keep their order', () => {
  const nodes = Array.from({ length: 200 }, (_, index) => `n${index}`);
  const edges = nodes.slice(1).map((key, index) => [`n${Math.floor(index / 6)}`, key] as const);
  const asItComes = layOutMap({ nodes, edges, direction: 'LR' });
  const proportions = asItComes.width / asItComes.height;
  const wide = layOutMap({ nodes, edges, direction: 'LR', aspect: proportions * 2 });
  expect(wide.width / wide.height).toBeCloseTo(proportions * 2);
  expect(wide.height).toBe(asItComes.height);
  const high = layOutMap({ nodes, edges, direction: 'LR', aspect: proportions / 2 });
  expect(high.width / high.height).toBeCloseTo(proportions / 2);
  expect(high.width).toBe(asItComes.width);
  const extreme = layOutMap({ nodes, edges, direction: 'LR', aspect: proportions * 100 });
  expect(extreme.width / asItComes.width).toBeLessThan(3);
});

test('what only one node uses stands in a block, so that large maps stay broad', () => {
  const leaves = Array.from({ length: 90 }, (_, index) => `leaf ${index}`);
  const { width, height } = layOutMap({
    nodes: ['caller', ...leaves],
    edges: leaves.map((leaf) => ['caller', leaf] as const),
    direction: 'LR',
  });
  expect(height / width).toBeLessThan(1.2);
});

test('an edge goes from ring to ring through its bends', () => {
  const path = edgePath([{ x: 50, y: 20 }], { x: 0, y: 0 }, { x: 100, y: 40 }, 10, 'LR');
  expect(path).toMatch(/^M14\.0 0\.0C.* 50\.0 20\.0C.* 81\.0 40\.0$/);
  expect(edgePath([], { x: 100, y: 0 }, { x: 0, y: 0 }, 10, 'LR')).toMatch(/^M86\.0 0\.0/);
  expect(edgePath([], { x: 0, y: 0 }, { x: 0, y: 100 }, 10, 'TB')).toMatch(/^M0\.0 52\.0/);
  expect(middleOf([], { x: 0, y: 0 }, { x: 10, y: 20 })).toEqual({ x: 5, y: 10 });
  expect(arcPath({ x: 0, y: 0 }, 10, 0, 0.75)).toBe('M0.0 -10.0A10 10 0 1 1 -10.0 0.0');
});

test('what one zooms at on the map stays under the pointer', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.nat({ max: 900 }),
      fc.nat({ max: 900 }),
      (factor, x, y) => {
        const before = fitCamera({ width: 900, height: 400 }, 1000, 700);
        const after = zoomCamera(before, factor, x, y);
        expect((x - after.x) / after.scale).toBeCloseTo((x - before.x) / before.scale, 6);
        expect((y - after.y) / after.scale).toBeCloseTo((y - before.y) / before.scale, 6);
      },
    ),
  );
});

test("X-Ray's types have words and shapes", () => {
  expect(
    ['', 'client', 'remote', 'AWS::DynamoDB::Table', 'AWS::ECS::Fargate', 'Database::SQL', 'AWS::SQS::Queue'].map(
      describeType,
    ),
  ).toEqual(['Service', 'Client', 'Remote', 'DynamoDB table', 'ECS fargate', 'SQL database', 'SQS queue']);
  expect(
    ['', 'client', 'remote', 'AWS::DynamoDB::Table', 'AWS::ECS::Fargate', 'Database::SQL', 'AWS::Lambda'].map(shapeOf),
  ).toEqual(['service', 'client', 'remote', 'aws', 'service', 'database', 'aws']);
});
