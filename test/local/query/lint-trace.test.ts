import { expect, test } from 'vitest';
import { estimateCost } from '../../../src/local/query/estimate-cost.ts';
import { lintArchive } from '../../../src/local/query/lint-archive.ts';
import { lintTrace } from '../../../src/local/query/lint-trace.ts';
import { createTraceArchive } from '../../../src/local/store/trace-archive.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument } from '../sample-document.ts';
import { SAMPLE_START_MILLIS } from '../sample-span.ts';

const NOW = SAMPLE_START_MILLIS / 1000 + 1;

function rulesOf(...samples: SampleDocument[]): readonly string[] {
  const trace = { traceId: SAMPLE_TRACE_ID, documents: samples.map(sampleDocument), revision: 1 };
  return lintTrace(trace, NOW).map(({ rule }) => rule);
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

test('of a store, the youngest traces are read as time allows, at least one, and it is told how many', () => {
  const archive = createTraceArchive();
  for (const number of [1, 2, 3]) {
    const trace_id = `1-5759e988-${String(number).padStart(24, '0')}`;
    archive.add([{ document: sampleDocument({ id: number, trace_id, name: 'a|b', startMillis: number }) }]);
  }
  expect(lintArchive(archive, NOW, 60_000)).toMatchObject({ lintedTraces: 3, traceCount: 3, counts: { name: 3 } });
  const hurried = lintArchive(archive, NOW, -1);
  expect(hurried).toMatchObject({ lintedTraces: 1, traceCount: 3, counts: { name: 1 } });
  expect(hurried.findings[0]?.documentId).toBe('0000000000000003');
  archive.close();
});
