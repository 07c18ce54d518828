import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTraceStore, type TraceStoreOptions } from '../../../src/local/store/trace-store.ts';
import type { TraceRecord } from '../../../src/local/trace-record.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { SAMPLE_TRACE_ID, sampleDocument } from '../sample-document.ts';
import { createManualTimers } from './manual-timers.ts';

function createObservedStore(options: TraceStoreOptions = {}) {
  const timers = createManualTimers();
  const store = createTraceStore({ timers, ...options });
  const seen: TraceRecord[] = [];
  const stop = store.onTrace((trace) => seen.push(trace));
  return { store, timers, seen, stop };
}

const ROOT = sampleDocument({ id: 1, name: 'root' });
const CHILD = sampleDocument({ id: 2, parent: 1, name: 'child' });

function traceId(number: number): string {
  return `1-5759e988-${number.toString(16).padStart(24, '0')}`;
}

describe('a trace is finished', () => {
  test('when its root ended and it was quiet', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([CHILD, ROOT]);
    timers.advance(299);
    expect(seen).toEqual([]);
    timers.advance(1);
    expect(seen).toEqual([{ traceId: SAMPLE_TRACE_ID, documents: [CHILD, ROOT], revision: 0 }]);
    timers.advance(100_000);
    expect(seen).toHaveLength(1);
  });

  test('later when documents still come', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([ROOT]);
    timers.advance(200);
    store.add([CHILD]);
    timers.advance(200);
    expect(seen).toEqual([]);
    timers.advance(100);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['a segment has not come', [CHILD]],
    ['the root is in progress', [sampleDocument({ id: 1, in_progress: true })]],
    [
      'the entry to another service belongs below a part that came inside another document',
      [
        sampleDocument({ id: 1, in_progress: true, subsegments: [{ id: 2, subsegments: [{ id: 3 }] }] }),
        sampleDocument({ id: 4, parent: 3, type: undefined }),
      ],
    ],
  ])('not while %s, but in the end even so', (_name, documents) => {
    const { store, timers, seen } = createObservedStore();
    store.add(documents);
    timers.advance(9_999);
    expect(seen).toEqual([]);
    timers.advance(1);
    expect(seen).toHaveLength(1);
  });

  test('when its topmost document is a segment and its parent, in another service, never came', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([sampleDocument({ id: 3, parent: 9, type: undefined }), sampleDocument({ id: 4, parent: 3 })]);
    timers.advance(999);
    expect(seen).toEqual([]);
    timers.advance(1);
    expect(seen).toHaveLength(1);
  });

  test('at once when the store is flushed, and then no second time', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([CHILD]);
    store.flush();
    store.flush();
    timers.advance(100_000);
    expect(seen).toHaveLength(1);
  });
});

describe('late and repeated documents', () => {
  test('a late one reports the whole trace again with the next revision', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([ROOT]);
    timers.advance(300);
    store.add([CHILD]);
    timers.advance(300);
    expect(seen.map(({ revision, documents }) => [revision, documents.length])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test('the last one with an id is the one that counts', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([ROOT]);
    store.add([{ ...ROOT, annotations: { sku: 'a' } }]);
    timers.advance(300);
    store.add([{ ...ROOT, annotations: { sku: 'b' } }]);
    expect(store.get(SAMPLE_TRACE_ID)?.documents).toEqual([{ ...ROOT, annotations: { sku: 'b' } }]);
    timers.advance(300);
    expect(seen).toHaveLength(2);
  });

  test('a finished one replaces one in progress, and never the other way', () => {
    const { store } = createObservedStore();
    const begun = sampleDocument({ id: 1, in_progress: true });
    const current = () => store.get(SAMPLE_TRACE_ID)?.documents;
    store.add([begun]);
    store.add([{ ...begun, user: 'later' }]);
    expect(current()).toEqual([{ ...begun, user: 'later' }]);
    store.add([ROOT]);
    store.add([begun]);
    expect(current()).toEqual([ROOT]);
  });

  test('one that is sent again as it was is no news', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([ROOT]);
    timers.advance(300);
    store.add([{ ...ROOT }]);
    timers.advance(100_000);
    expect(seen).toHaveLength(1);
  });

  test('the same id in two traces is two documents', () => {
    const { store } = createObservedStore();
    store.add([ROOT, { ...ROOT, trace_id: traceId(7) }]);
    expect(store.traces().map(({ documents }) => documents.length)).toEqual([1, 1]);
  });
});

describe('what is no document of X-Ray', () => {
  test('has no place without both ids, and is counted', () => {
    const { store, seen } = createObservedStore();
    store.add([{ ...ROOT, id: null }, { ...ROOT, trace_id: undefined }, CHILD]);
    store.flush();
    expect(seen.map(({ documents }) => documents)).toEqual([[CHILD]]);
    expect(store.refusedDocuments).toBe(2);
  });
});

test('documents of X-Ray SDKs are kept as they are', () => {
  const file = path.join(import.meta.dirname, '../../golden/awsxrayreceiver.json');
  const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly { datagramBody: string; error?: string }[];
  const documents = cases
    .filter(({ error }) => error === undefined)
    .map(({ datagramBody }) => JSON.parse(datagramBody) as SegmentDocument);
  const { store } = createObservedStore();
  store.add(documents);
  expect(store.traces().flatMap((trace) => trace.documents)).toEqual(documents);
});

describe('bounds', () => {
  test('beyond the number of traces the oldest goes, unreported', () => {
    const { store, timers, seen } = createObservedStore({ maxTraces: 2 });
    for (const number of [1, 2, 3]) store.add([{ ...ROOT, trace_id: traceId(number) }]);
    expect(store.traces().map((trace) => trace.traceId)).toEqual([traceId(2), traceId(3)]);
    expect(store.evictedTraces).toBe(1);
    timers.advance(300);
    expect(seen).toHaveLength(2);
  });

  test('beyond the bytes the oldest go until there is room', () => {
    const { store } = createObservedStore({ maxBytes: 50_000 });
    const metadata = { default: { text: 'x'.repeat(10_000) } };
    for (const number of [1, 2, 3, 4]) store.add([{ ...ROOT, trace_id: traceId(number), metadata }]);
    expect(store.traces().map((trace) => trace.traceId)).toEqual([traceId(3), traceId(4)]);
  });

  test('replacing a document again and again takes no room', () => {
    const { store } = createObservedStore({ maxBytes: 50_000 });
    for (let count = 0; count < 20; count += 1) {
      store.add([{ ...ROOT, name: `name ${count}`, metadata: { default: { text: 'x'.repeat(10_000) } } }]);
    }
    expect(store.traces()).toHaveLength(1);
  });

  test('one trace that is larger than everything is dropped, not kept', () => {
    const { store, timers } = createObservedStore({ maxBytes: 1000 });
    store.add([{ ...ROOT, metadata: { default: { list: ['x'.repeat(10_000)] } } }]);
    expect(store.traces()).toEqual([]);
    expect(timers.pending).toBe(0);
  });
});

describe('listening', () => {
  test('to documents tells of each at once, and not of what is no news', () => {
    const { store } = createObservedStore();
    const heard: SegmentDocument[] = [];
    const stop = store.onDocument((document) => heard.push(document));
    const renamed = { ...ROOT, name: 'renamed' };
    store.add([CHILD, ROOT, ROOT, renamed]);
    stop();
    store.add([sampleDocument({ id: 3 })]);
    expect(heard).toEqual([CHILD, ROOT, renamed]);
  });

  test('ends when it is told to', () => {
    const { store, seen, stop } = createObservedStore();
    stop();
    store.add([ROOT]);
    store.flush();
    expect(seen).toEqual([]);
  });

  test('ends when the store is closed, with no timer left', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([ROOT]);
    store.close();
    timers.advance(100_000);
    expect(seen).toEqual([]);
    expect(timers.pending).toBe(0);
  });
});
