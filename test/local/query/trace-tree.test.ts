import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildTraceTree, isOrphan, type TraceNode } from '../../../src/local/query/trace-tree.ts';
import { layOutTree } from '../../../src/cli/terminal/tree-rows.ts';
import { sampleDocument, type SampleDocument } from '../../local/sample-document.ts';

function numberOf({ document }: TraceNode): number {
  return Number.parseInt(document.id ?? '', 16);
}

function draw(roots: readonly TraceNode[], maxRows = 100, maxPrefix = 30): string[] {
  return layOutTree(roots, maxRows, maxPrefix).map(({ prefix, node }) => prefix + numberOf(node));
}

function tree(samples: readonly SampleDocument[]) {
  return buildTraceTree(samples.map(sampleDocument));
}

describe('documents find their places', () => {
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

  test('among the subsegments inside of another document', () => {
    const roots = tree([
      { id: 5, parent: 3, startMillis: 3 },
      { id: 6, parent: 4, startMillis: 9, type: undefined },
      {
        id: 1,
        subsegments: [
          { id: 4, startMillis: 8 },
          { id: 2, startMillis: 1, subsegments: [{ id: 3, startMillis: 2 }] },
        ],
      },
    ]);
    expect(draw(roots)).toEqual(['1', '├─ 2', '│  └─ 3', '│     └─ 5', '└─ 4', '   └─ 6']);
  });

  test('at the top when the parent is missing, after what has none', () => {
    const roots = tree([
      { id: 2, parent: 9, startMillis: 0 },
      { id: 1, startMillis: 5 },
    ]);
    expect(draw(roots)).toEqual(['1', '2']);
    expect(roots.map(isOrphan)).toEqual([false, true]);
  });

  test('also when parents form a circle, cut at its earliest part', () => {
    const roots = tree([
      { id: 1, parent: 3, startMillis: 2 },
      { id: 2, parent: 1, startMillis: 1 },
      { id: 3, parent: 2, startMillis: 3 },
    ]);
    expect(draw(roots)).toEqual(['2', '└─ 3', '   └─ 1']);
    expect(draw(tree([{ id: 1, parent: 1 }]))).toEqual(['1']);
    expect(draw(tree([{ id: 1, parent: 2, subsegments: [{ id: 2 }] }]))).toEqual(['1', '└─ 2']);
  });

  test('once each, whatever the parents and however they came', () => {
    const id = fc.integer({ min: 1, max: 30 });
    const part = fc.record({ parent: fc.option(id, { nil: undefined }), inner: fc.array(id, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const samples = parts.map(({ parent, inner }, index) => ({
          id: index + 1,
          ...(parent !== undefined && { parent }),
          subsegments: inner.map((id) => ({ id })),
        }));
        const rows = layOutTree(tree(samples), 1000, 30);
        const count = parts.reduce((sum, { inner }) => sum + 1 + inner.length, 0);
        expect(new Set(rows.map(({ node }) => node)).size).toBe(count);
        expect(rows).toHaveLength(count);
      }),
    );
  });
});

test('a subsegment without a parent is shown as the segment that it stands for', () => {
  const types = tree([
    { id: 1, type: 'subsegment' },
    { id: 2, parent: 1, type: undefined },
    { id: 3, parent: 1 },
  ]);
  expect(layOutTree(types, 9, 30).map(({ node }) => node.isSegment)).toEqual([true, true, false]);
});

describe('large trees', () => {
  test('a chain of 100,000 documents neither overflows nor takes ages', () => {
    const chain = Array.from({ length: 100_000 }, (_, index) => ({ id: index + 1, parent: index }));
    expect(draw(tree(chain), 3)).toEqual(['1', '└─ 2', '   └─ 3']);
  });

  test('tree lines take no more than their share', () => {
    const chain = Array.from({ length: 9 }, (_, index) => ({ id: index + 1, parent: index }));
    expect(draw(tree(chain), 100, 12).slice(-3)).toEqual(['…        └─ 7', '…        └─ 8', '…        └─ 9']);
  });
});
