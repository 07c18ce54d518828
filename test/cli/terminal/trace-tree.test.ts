import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildTraceTree, type TraceNode } from '../../../src/cli/terminal/trace-tree.ts';
import { layOutTree } from '../../../src/cli/terminal/tree-rows.ts';
import { type SampleTraceSpan, traceOf } from './sample-traces.ts';

function draw(roots: readonly TraceNode[], maxRows = 100, maxPrefix = 30): string[] {
  return layOutTree(roots, maxRows, maxPrefix).map(({ prefix, span }) => prefix + Number.parseInt(span.spanId, 16));
}

function tree(spans: readonly SampleTraceSpan[]) {
  return buildTraceTree(traceOf(spans).spans);
}

describe('spans find their places', () => {
  test('below their parents, by start time', () => {
    const roots = tree([
      { id: 4, parent: 2, startMillis: 5 },
      { id: 3, parent: 1, startMillis: 8 },
      { id: 2, parent: 1, startMillis: 2 },
      { id: 5, parent: 3, startMillis: 9 },
      { id: 1 },
    ]);
    expect(draw(roots)).toEqual(['1', '├─ 2', '│  └─ 4', '└─ 3', '   └─ 5']);
  });

  test('at the top when the parent is missing, after the span that has none', () => {
    expect(
      draw(
        tree([
          { id: 2, parent: 9, startMillis: 0 },
          { id: 1, startMillis: 5 },
        ]),
      ),
    ).toEqual(['1', '2']);
  });

  test('also when parents form a circle, cut at its earliest span', () => {
    const roots = tree([
      { id: 1, parent: 3, startMillis: 2 },
      { id: 2, parent: 1, startMillis: 1 },
      { id: 3, parent: 2, startMillis: 3 },
    ]);
    expect(draw(roots)).toEqual(['2', '└─ 3', '   └─ 1']);
    expect(draw(tree([{ id: 1, parent: 1 }]))).toEqual(['1']);
  });

  test('once each, whatever the parents', () => {
    const parents = fc.array(fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }), { maxLength: 30 });
    fc.assert(
      fc.property(parents, (ids) => {
        const roots = tree(ids.map((parent, index) => ({ id: index + 1, ...(parent !== undefined && { parent }) })));
        const rows = layOutTree(roots, 1000, 30);
        expect(new Set(rows.map(({ span }) => span.spanId)).size).toBe(ids.length);
        expect(rows).toHaveLength(ids.length);
      }),
    );
  });
});

describe('large trees', () => {
  test('a chain of 100,000 spans neither overflows nor takes ages', () => {
    const chain = Array.from({ length: 100_000 }, (_, index) => ({ id: index + 1, parent: index }));
    expect(draw(tree(chain), 3)).toEqual(['1', '└─ 2', '   └─ 3']);
  });

  test('tree lines take no more than their share', () => {
    const chain = Array.from({ length: 9 }, (_, index) => ({ id: index + 1, parent: index }));
    expect(draw(tree(chain), 100, 12).slice(-3)).toEqual(['…        └─ 7', '…        └─ 8', '…        └─ 9']);
  });
});
