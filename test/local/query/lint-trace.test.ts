import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { estimateCost } from '../../../src/local/query/estimate-cost.ts';
import { createArchiveLinter } from '../../../src/local/query/lint-archive.ts';
import { lintTrace } from '../../../src/local/query/lint-trace.ts';
import { createTraceArchive, type TraceArchive } from '../../../src/local/store/trace-archive.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument } from '../sample-document.ts';
import { SAMPLE_START_MILLIS } from '../sample-span.ts';

const NOW = SAMPLE_START_MILLIS / 1000 + 1;

function rulesOf(...samples: SampleDocument[]): readonly string[] {
  const trace = { traceId: SAMPLE_TRACE_ID, documents: samples.map(sampleDocument), revision: 1 };
  return lintTrace(trace, NOW).findings.map(({ rule }) => rule);
}

test('a plain trace has nothing to mend', () => {
  expect(rulesOf({ id: 1, name: 'shop', annotations: { 'a.b_c': 'x' } }, { id: 2, parent: 1, name: 'größe' })).toEqual(
    [],
  );
});

test.each<[string, SampleDocument, string]>([
  [
    'a document that X-Ray refuses',
    { id: 1, metadata: { default: { text: 'x'.repeat(70_000) } } },
    'document-too-large',
  ],
  ['a document near the limit', { id: 1, metadata: { default: { text: 'x'.repeat(50_000) } } }, 'document-near-limit'],
  ['a name with other characters', { id: 1, name: 'a|b' }, 'name'],
  ['a key with other characters', { id: 1, annotations: { 'a-b': 1 } }, 'annotation-key'],
  ['a segment whose caller never came', { id: 1, parent: 9, type: undefined }, 'unlinked-trace'],
  ['a subsegment whose segment never came', { id: 1, parent: 9 }, 'missing-parent'],
  ['work that was forgotten', { id: 1, in_progress: true, startMillis: -600_000 }, 'unfinished'],
  ['an access key', { id: 1, metadata: { default: { note: 'AKIAIOSFODNN7EXAMPLE' } } }, 'secret'],
  ['a password', { id: 1, metadata: { app: { 'db.password': 'hunter2' } } }, 'secret'],
  [
    'more annotations than X-Ray indexes',
    { id: 1, annotations: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`a${index}`, 1])) },
    'too-many-annotations',
  ],
])('%s is found', (_name, sample, rule) => {
  expect(rulesOf(sample)).toEqual([rule]);
});

test('what is redacted already is no secret', () => {
  expect(rulesOf({ id: 1, metadata: { default: { password: 'REDACTED' } } })).toEqual([]);
});

test('cost is that of the price list: 50 requests a second at 1 per second and 5 %', () => {
  const traffic = { requestsPerSecond: 50, reservoirPerSecond: 1, sampledShare: 0.05, readsPerTrace: 0 };
  // (1 + 49 × 0.05) × 2,592,000 = 8,942,400 traces, 100,000 of them free, at 5 dollars a million.
  expect(estimateCost(traffic, { documents: 1, bytes: 1 })).toMatchObject({
    recordedTracesPerMonth: 8_942_400,
    monthlyDollars: 44.21,
  });
});

test('little traffic costs nothing', () => {
  const traffic = { requestsPerSecond: 0.01, reservoirPerSecond: 1, sampledShare: 0.05, readsPerTrace: 1 };
  expect(estimateCost(traffic, { documents: 1, bytes: 1 }).monthlyDollars).toBe(0);
});

describe('of a store', () => {
  const idOf = (number: number): string => `1-5759e988-${String(number).padStart(24, '0')}`;
  let archive: TraceArchive;
  beforeEach(() => {
    archive = createTraceArchive();
  });
  afterEach(() => archive.close());
  const add = (number: number, fields: SampleDocument): void =>
    archive.add([{ document: sampleDocument({ ...fields, trace_id: idOf(number), startMillis: number }) }]);

  test('a hurried question reads the youngest trace, and the next ones read on until all are read', () => {
    for (const number of [1, 2, 3]) add(number, { id: number, name: 'a|b' });
    const linter = createArchiveLinter(archive);
    const first = linter.lint(NOW, -1);
    expect(first).toMatchObject({ lintedTraces: 1, traceCount: 3, counts: { name: 1 } });
    expect(first.findings[0]).toMatchObject({ traceId: idOf(3), count: 1 });
    expect(linter.lint(NOW, -1)).toMatchObject({ lintedTraces: 2, traceCount: 3, counts: { name: 2 } });
    expect(linter.lint(NOW, -1)).toMatchObject({ lintedTraces: 3, traceCount: 3, counts: { name: 3 } });
    expect(linter.lint(NOW, 60_000)).toMatchObject({ lintedTraces: 3, traceCount: 3, counts: { name: 3 } });
  });

  test('those alike are one, with the youngest, the grave ones and the frequent ones first', () => {
    for (const number of [1, 2, 3]) add(number, { id: number, name: 'a|b' });
    add(4, { id: 4, name: 'c|d' });
    add(5, { id: 5, parent: 9, name: 'lost' });
    const { findings, counts } = createArchiveLinter(archive).lint(NOW, 60_000);
    expect(findings.map(({ name, count, traceId }) => [name, count, traceId])).toEqual([
      ['a|b', 3, idOf(3)],
      ['c|d', 1, idOf(4)],
      ['lost', 1, idOf(5)],
    ]);
    expect(counts).toEqual({ name: 4, 'missing-parent': 1 });
  });

  test('a trace that has changed is read again, and one that time has made a finding too', () => {
    add(1, { id: 1, name: 'a|b' });
    add(2, { id: 2, name: 'slow', in_progress: true });
    const linter = createArchiveLinter(archive);
    expect(linter.lint(NOW, 60_000).counts).toEqual({ name: 1 });
    add(1, { id: 1, name: 'mended' });
    expect(linter.lint(NOW, 60_000).counts).toEqual({});
    expect(linter.lint(NOW + 3600, 60_000).counts).toEqual({ unfinished: 1 });
  });
});
