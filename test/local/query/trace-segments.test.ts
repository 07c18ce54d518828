import { expect, test } from 'vitest';
import { assembleTrace } from '../../../src/local/query/trace-segments.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument, sampleId } from '../sample-document.ts';

interface Assembled {
  readonly id: string;
  readonly name: string;
  readonly parent_id?: string;
  readonly type?: string;
  readonly inferred?: boolean;
  readonly subsegments?: readonly Assembled[];
}

function assemble(...samples: SampleDocument[]): readonly Assembled[] {
  const { Segments } = assembleTrace(SAMPLE_TRACE_ID, samples.map(sampleDocument));
  return Segments.map(({ Document }) => JSON.parse(Document) as Assembled);
}

/** What lies in one another as a list of ids. */
function lineOf(document: Assembled | undefined): readonly string[] {
  const line: string[] = [];
  for (let inner = document; inner !== undefined; inner = inner.subsegments?.[0]) line.push(inner.id);
  return line;
}

test('a subsegment that came on its own stands in its parent, whichever service sent it, as one that came inside', () => {
  const [shop, ...others] = assemble(
    { id: 5, parent: 3, name: 'late' },
    { id: 1, name: 'shop', subsegments: [{ id: 3, name: 'inside' }] },
    { id: 4, parent: 3, name: 'other service', type: undefined },
  );
  expect(shop?.subsegments).toMatchObject([{ id: sampleId(3), subsegments: [{ id: sampleId(5), name: 'late' }] }]);
  const late = shop?.subsegments?.[0]?.subsegments?.[0];
  expect(late).not.toHaveProperty('parent_id');
  expect(late).not.toHaveProperty('type');
  expect(others).toMatchObject([{ id: sampleId(4), parent_id: sampleId(3) }]);
});

test('one whose parent is not there stays as it came', () => {
  expect(assemble({ id: 2, parent: 9 })).toMatchObject([
    { id: sampleId(2), parent_id: sampleId(9), type: 'subsegment' },
  ]);
});

test('what lies too deep for readers of JSON comes as a part of its own that names its parent, and nothing is lost', () => {
  // Alternately on its own and inside of the one before.
  const count = 500;
  const samples = Array.from({ length: count / 2 }, (_, index): SampleDocument => ({
    id: 2 * index + 1,
    ...(index > 0 && { parent: 2 * index }),
    subsegments: [{ id: 2 * index + 2 }],
  }));
  const documents = assemble(...samples);
  expect(documents.length).toBeGreaterThan(1);
  expect(documents.flatMap(lineOf)).toEqual(Array.from({ length: count }, (_, index) => sampleId(index + 1)));
  for (const [index, document] of documents.slice(1).entries()) {
    expect(document).toMatchObject({ type: 'subsegment', parent_id: lineOf(documents[index]).at(-1) });
  }
});

test('a call that nobody answers is inferred, with what its caller recorded and an id that stays', () => {
  const call: SampleDocument = { id: 2, parent: 1, name: 'api.example.com', namespace: 'remote', fault: true };
  const [, first] = assemble({ id: 1 }, call);
  expect(first).toMatchObject({ name: 'api.example.com', parent_id: sampleId(2), inferred: true, fault: true });
  expect(first).not.toHaveProperty('origin');
  expect(assemble({ id: 1 }, call, { id: 7, parent: 1 })[1]).toEqual(first);
  expect(assemble({ id: 1 }, call, { id: 3, parent: 2, type: undefined }).some(({ inferred }) => inferred)).toBe(false);
});
