import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockSkewOf } from '../../../src/console/trace/clock-skew.ts';
import { findCriticalPath } from '../../../src/console/trace/critical-path.ts';
import { ownTimeOf } from '../../../src/console/trace/own-time.ts';
import { buildTrace, type TraceModel, type TraceNode } from '../../../src/console/trace/trace-model.ts';
import { createSearchTexts, searchTrace } from '../../../src/console/trace/trace-search.ts';
import { foldable, neighbour, troubledNodes, unfoldTo, visibleRows } from '../../../src/console/trace/visible-rows.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { largeTrace, shopTrace } from '../sample-traces.ts';

const START = 1_700_000_000;

interface Draft {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** A trace of documents whose times are given in seconds from its start. */
function traceOf(...drafts: readonly Draft[]): TraceModel {
  const documents = drafts.map(({ from = 0, to = 1, ...fields }) => ({
    name: fields.id,
    start_time: START + Number(from),
    end_time: START + Number(to),
    ...fields,
  }));
  return buildTrace('1-1-1', [documents]);
}

function outline({ nodes }: TraceModel): string[] {
  return nodes.map(({ depth, id }) => '·'.repeat(depth) + id);
}

function nodeOf({ nodes }: TraceModel, id: string): TraceNode {
  const found = nodes.find((node) => node.id === id);
  if (found === undefined) throw new Error(`no node ${id}`);
  return found;
}

test('a trace is one tree across services, each level by start', () => {
  const trace = traceOf(
    { id: 'worker', parent_id: 'send', from: 5, to: 9 },
    {
      id: 'shop',
      to: 4,
      subsegments: [
        { id: 'send', name: 'SQS', namespace: 'aws', start_time: START + 3, end_time: START + 4 },
        { id: 'call', name: 'pricing', namespace: 'remote', start_time: START + 1, end_time: START + 2 },
      ],
    },
    { id: 'pricing', parent_id: 'call', from: 1.2, to: 1.8 },
    { id: 'step', parent_id: 'pricing', type: 'subsegment', from: 1.3, to: 1.4 },
  );
  expect(outline(trace)).toEqual(['shop', '·call', '··pricing', '···step', '·send', '··worker']);
  expect(trace.services).toEqual(['shop', 'pricing', 'worker']);
  expect(trace.duration).toBe(9);
  expect(nodeOf(trace, 'step')).toMatchObject({
    service: 'pricing',
    kind: 'local',
    start: expect.closeTo(1.3, 5) as number,
  });
});

test('of documents with one id the last counts, but none in progress after one that has ended', () => {
  const [begun, ended, late] = [
    { id: 'a', name: 'begun', start_time: START, in_progress: true },
    { id: 'a', name: 'ended', start_time: START, end_time: START + 2 },
    { id: 'a', name: 'corrected', start_time: START, end_time: START + 3 },
  ];
  const shown = (...arrived: (typeof begun | typeof ended)[][]): string[] =>
    buildTrace('1-1-1', arrived).nodes.map(({ name, end }) => `${name} ${end}`);
  expect(shown([begun])).toEqual(['begun 0']);
  expect(shown([begun], [ended])).toEqual(['ended 2']);
  expect(shown([ended, begun])).toEqual(['ended 2']);
  expect(shown([begun, ended], [begun], [late])).toEqual(['corrected 3']);
});

test('a missing parent makes a root that says so, and a circle of parents is cut', () => {
  const trace = traceOf(
    { id: 'a', parent_id: 'b', from: 0 },
    { id: 'b', parent_id: 'a', from: 1 },
    { id: 'c', parent_id: 'gone', from: 2 },
    { id: 'd', parent_id: 'd', from: 3 },
  );
  expect(trace.nodes.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(nodeOf(trace, 'c').isOrphan).toBe(true);
  expect(nodeOf(trace, 'd').isOrphan).toBe(false);
  expect(nodeOf(trace, 'a').isOrphan).toBe(true);
});

test('what is in progress lasts to the end of what is known', () => {
  const trace = traceOf(
    { id: 'a', to: undefined, end_time: undefined, in_progress: true },
    { id: 'b', parent_id: 'a', from: 1, to: 3 },
  );
  expect(nodeOf(trace, 'a')).toMatchObject({ isOpen: true, end: 3 });
});

test('whatever documents hold, every readable one has exactly one place', () => {
  const anything = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.object());
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const document = fc.record(
    {
      id,
      parent_id: id,
      name: anything,
      start_time: anything,
      end_time: anything,
      http: anything,
      aws: anything,
      metadata: anything,
      annotations: anything,
      cause: anything,
      sql: anything,
      namespace: anything,
      subsegments: fc.oneof(anything, fc.array(fc.record({ id }))),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(document), fc.array(anything), (documents, junk) => {
      const { nodes } = buildTrace('1-1-1', [documents, junk] as unknown as SegmentDocument[][]);
      expect(nodes.map(({ index }) => index)).toEqual(nodes.map((_, index) => index));
      expect(new Set(nodes.map((node) => node.document)).size).toBe(nodes.length);
      for (const node of nodes) {
        expect(node.depth).toBe(node.parent === undefined ? 0 : node.parent.depth + 1);
        expect(node.start <= node.end).toBe(true);
      }
    }),
  );
});

test('nesting of ten thousand levels overflows nothing', () => {
  const drafts = Array.from({ length: 10_000 }, (_, index) => ({
    id: `n${index}`,
    parent_id: `n${index - 1}`,
    from: index / 1e6,
    to: 1,
  }));
  const trace = traceOf(...drafts);
  expect(trace.nodes.at(-1)?.depth).toBe(9999);
  expect(findCriticalPath(trace).size).toBeGreaterThan(9000);
});

test('the critical path is what the answer waited for, and no work that goes on after it', () => {
  const trace = traceOf(
    { id: 'root', to: 10 },
    { id: 'early', parent_id: 'root', from: 1, to: 3 },
    { id: 'beside', parent_id: 'root', from: 2, to: 4 },
    { id: 'last', parent_id: 'root', from: 5, to: 9 },
    { id: 'inner', parent_id: 'last', from: 6, to: 8 },
    { id: 'after', parent_id: 'root', from: 9.5, to: 14 },
  );
  const path = findCriticalPath(trace);
  const stretches = Object.fromEntries(
    [...path].map(([index, list]) => [trace.nodes[index]?.id, list.map(({ from, to }) => [from, to])]),
  );
  expect(stretches).toEqual({
    root: [
      [0, 2],
      [4, 5],
      [9, 10],
    ],
    beside: [[2, 4]],
    last: [
      [5, 6],
      [8, 9],
    ],
    inner: [[6, 8]],
  });
});

test("the critical path's stretches are together as long as the root, in any trace", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 120 }), (seed, count) => {
      for (const documents of [shopTrace(seed, START), largeTrace(count, START)]) {
        const trace = buildTrace('x', [documents]);
        const stretches = [...findCriticalPath(trace).values()]
          .flat()
          .toSorted((left, right) => left.from - right.from);
        const sum = stretches.reduce((total, { from, to }) => total + to - from, 0);
        const [root] = trace.roots;
        expect(sum).toBeCloseTo((root?.end ?? 0) - (root?.start ?? 0), 4);
        for (const [index, { from }] of stretches.entries())
          expect(from).toBeGreaterThanOrEqual((stretches[index - 1]?.to ?? 0) - 1e-6);
      }
    }),
    { numRuns: 40 },
  );
});

test('own time is what no child covers, however children overlap', () => {
  const trace = traceOf(
    { id: 'a', to: 10 },
    { id: 'b', parent_id: 'a', from: 1, to: 4 },
    { id: 'c', parent_id: 'a', from: 3, to: 5 },
    { id: 'd', parent_id: 'a', from: 9, to: 20 },
  );
  expect(ownTimeOf(nodeOf(trace, 'a'))).toBeCloseTo(5, 5);
});

test('folding hides what is below, and going to a hidden row opens the way', () => {
  const trace = traceOf(
    { id: 'a' },
    { id: 'b', parent_id: 'a' },
    { id: 'c', parent_id: 'b', from: 0.1 },
    { id: 'd', parent_id: 'a', from: 0.5 },
  );
  expect(visibleRows(trace, new Set(['b'])).map(({ id }) => id)).toEqual(['a', 'b', 'd']);
  expect([...foldable(trace)]).toEqual(['b']);
  expect(unfoldTo(nodeOf(trace, 'c'), new Set(['b'])).size).toBe(0);
});

test('next and previous go round', () => {
  expect(neighbour([2, 5, 9], 5, 1)).toBe(9);
  expect(neighbour([2, 5, 9], 9, 1)).toBe(2);
  expect(neighbour([2, 5, 9], 2, -1)).toBe(9);
  expect(neighbour([], 2, 1)).toBeUndefined();
  expect(troubledNodes(traceOf({ id: 'a' }, { id: 'b', fault: true, from: 0.5 }))).toEqual([1]);
});

test('a search finds words anywhere in a document but not in what is hidden', () => {
  const trace = traceOf(
    {
      id: 'a',
      http: { request: { url: 'http://shop/orders/17' } },
      metadata: { default: { cart: ['Kettle'], password: 'opensesame' } },
    },
    { id: 'b', parent_id: 'a', cause: { exceptions: [{ message: 'Out of tea' }] }, from: 0.5 },
  );
  const find = (words: string): readonly number[] => searchTrace(trace, words, createSearchTexts());
  expect(find('ORDERS/17 kettle')).toEqual([0]);
  expect(find('out of tea')).toEqual([1]);
  expect(find('opensesame')).toEqual([]);
  expect(find('   ')).toEqual([]);
});

test('a segment that starts before the call that it answers has another clock', () => {
  const trace = traceOf(
    { id: 'shop', to: 4 },
    { id: 'call', parent_id: 'shop', type: 'subsegment', namespace: 'remote', from: 1, to: 2 },
    { id: 'pricing', parent_id: 'call', from: 0.4, to: 1.4 },
    { id: 'again', name: 'shop', parent_id: 'call', from: 0.5, to: 1.4 },
    { id: 'late', parent_id: 'call', from: 1.2, to: 1.4 },
    { id: 'close', parent_id: 'call', from: 0.9999, to: 1.4 },
  );
  const skews = trace.nodes.map((node) => [node.id, Number(clockSkewOf(node).toFixed(3))]);
  expect(Object.fromEntries(skews)).toEqual({ shop: 0, call: 0, pricing: 0.6, again: 0, late: 0, close: 0 });
});
