import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listCalls, segmentAbove } from '../../../src/local/query/calls.ts';
import { isOutgoing, nodeOfSegment } from '../../../src/local/query/map-node.ts';
import { listNodes, readTraceFacts } from '../../../src/local/query/summarize-trace.ts';
import { buildTraceTree, type TraceNode } from '../../../src/local/query/trace-tree.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument } from '../sample-document.ts';

/** The way up from a part of a trace, without itself. */
function pathAbove(node: TraceNode): readonly TraceNode[] {
  return node.parent === undefined ? [] : [node.parent, ...pathAbove(node.parent)];
}

test('the source of a call is the segment that it lies in, its caller the nearest call within that', () => {
  const part = fc.record({
    parent: fc.option(fc.integer({ min: 1, max: 15 }), { nil: undefined }),
    type: fc.constantFrom('subsegment', undefined),
    namespace: fc.constantFrom('aws', 'remote', undefined),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const documents = parts.map(({ parent, type, namespace }, index) =>
        sampleDocument({
          id: index + 1,
          name: `n${index}`,
          ...(parent !== undefined && { parent }),
          ...(type === undefined && { type }),
          ...(namespace !== undefined && { namespace }),
        }),
      );
      const roots = buildTraceTree(documents);
      const calls = listCalls(roots);
      const isCall = (node: TraceNode): boolean =>
        node.isSegment || (isOutgoing(node.document) && !node.children.some(({ isSegment }) => isSegment));
      expect(new Set(calls.map(({ node }) => node))).toEqual(new Set(listNodes(roots).filter(isCall)));
      for (const { node, source, caller, isRoot, isInferred } of calls) {
        expect(isInferred).toBe(!node.isSegment);
        if (isRoot) continue;
        const segment = segmentAbove(node);
        expect(source).toEqual(segment && nodeOfSegment(segment.document));
        if (isInferred) expect(caller).toBe(node);
        else if (segment !== undefined) {
          const within = pathAbove(node).slice(0, pathAbove(node).indexOf(segment));
          expect(caller).toBe(within.find(({ document }) => isOutgoing(document)));
        }
      }
    }),
  );
});

/** Far beyond what anybody sends, but whoever looks up from each part to the top does not come to an end here. */
test('a chain of 60,000 calls is read in one go', () => {
  const chain = Array.from({ length: 60_000 }, (_, index): SampleDocument => ({
    id: index + 2,
    parent: index + 1,
    namespace: 'remote',
    user: 'u',
    annotations: { tenant: 'acme' },
  }));
  const documents = [{ id: 1, name: 'shop' }, ...chain].map(sampleDocument);
  const { calls, summary } = readTraceFacts(documents, { traceId: SAMPLE_TRACE_ID, revision: 1, arrivedAt: 0 });
  expect(calls).toHaveLength(60_001);
  const shop = [{ Name: 'shop', Names: ['shop'] }];
  expect(summary.Annotations).toEqual({ tenant: [{ AnnotationValue: { StringValue: 'acme' }, ServiceIds: shop }] });
  expect(summary.Users).toEqual([{ UserName: 'u', ServiceIds: shop }]);
});
