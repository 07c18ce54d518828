import { describe, expect, test } from 'vitest';
import { createTraceStore, type TraceStoreOptions } from '../../../src/local/store/trace-store.ts';
import type { TraceRecord } from '../../../src/local/trace-record.ts';
import { createManualTimers } from './manual-timers.ts';
import { sampleSpan } from '../sample-span.ts';

function createObservedStore(options: TraceStoreOptions = {}) {
  const timers = createManualTimers();
  const store = createTraceStore({ timers, ...options });
  const seen: TraceRecord[] = [];
  const stop = store.onTrace((trace) => seen.push(trace));
  return { store, timers, seen, stop };
}

const ROOT = sampleSpan({ spanId: 'a'.repeat(16), name: 'root' });
const CHILD = sampleSpan({ spanId: 'b'.repeat(16), parentSpanId: ROOT.spanId, parentIsRemote: false, name: 'child' });

function traceId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

describe('a trace is finished', () => {
  test('when its root ended and it was quiet', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([CHILD, ROOT]);
    timers.advance(299);
    expect(seen).toEqual([]);
    timers.advance(1);
    expect(seen).toEqual([{ traceId: ROOT.traceId, spans: [CHILD, ROOT], revision: 0 }]);
    timers.advance(100_000);
    expect(seen).toHaveLength(1);
  });

  test('later when spans still come', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([ROOT]);
    timers.advance(200);
    store.add([CHILD]);
    timers.advance(200);
    expect(seen).toEqual([]);
    timers.advance(100);
    expect(seen).toHaveLength(1);
  });

  test('not while a parent in the same process has not ended, but in the end even without it', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([CHILD]);
    timers.advance(9_999);
    expect(seen).toEqual([]);
    timers.advance(1);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['its topmost span says that its parent is remote', { parentIsRemote: true }],
    ['its topmost span is a server and says nothing of its parent', { kind: 'server' as const }],
  ])('when %s and that parent never came', (_name, top) => {
    const { store, timers, seen } = createObservedStore();
    const { parentIsRemote: _unset, ...rest } = CHILD;
    store.add([{ ...rest, ...top }]);
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

describe('late and repeated spans', () => {
  test('a late span reports the whole trace again with the next revision', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([ROOT]);
    timers.advance(300);
    store.add([CHILD]);
    timers.advance(300);
    expect(seen.map(({ revision, spans }) => [revision, spans.length])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test('a span sent again with other content replaces the first', () => {
    const { store } = createObservedStore();
    store.add([ROOT]);
    store.add([{ ...ROOT, name: 'renamed' }]);
    expect(store.get(ROOT.traceId)?.spans.map(({ name }) => name)).toEqual(['renamed']);
  });

  test('a span sent again as it was is no news', () => {
    const { store, timers, seen } = createObservedStore();
    store.add([ROOT]);
    timers.advance(300);
    store.add([{ ...ROOT }]);
    timers.advance(100_000);
    expect(seen).toHaveLength(1);
  });
});

describe('bounds', () => {
  test('beyond the number of traces the oldest goes, unreported', () => {
    const { store, timers, seen } = createObservedStore({ maxTraces: 2 });
    for (const number of [1, 2, 3]) store.add([{ ...ROOT, traceId: traceId(number) }]);
    expect(store.traces().map((trace) => trace.traceId)).toEqual([traceId(2), traceId(3)]);
    expect(store.evictedTraces).toBe(1);
    timers.advance(300);
    expect(seen).toHaveLength(2);
  });

  test('beyond the bytes the oldest go until there is room', () => {
    const { store } = createObservedStore({ maxBytes: 50_000 });
    const attributes = { text: 'x'.repeat(10_000) };
    for (const number of [1, 2, 3, 4]) store.add([{ ...ROOT, traceId: traceId(number), attributes }]);
    expect(store.traces().map((trace) => trace.traceId)).toEqual([traceId(3), traceId(4)]);
  });

  test('replacing a span again and again takes no room', () => {
    const { store } = createObservedStore({ maxBytes: 50_000 });
    for (let count = 0; count < 20; count += 1) {
      store.add([{ ...ROOT, name: `name ${count}`, attributes: { text: 'x'.repeat(10_000) } }]);
    }
    expect(store.traces()).toHaveLength(1);
  });

  test('one trace that is larger than everything is dropped, not kept', () => {
    const { store, timers } = createObservedStore({ maxBytes: 1000 });
    store.add([{ ...ROOT, attributes: { text: 'x'.repeat(10_000) } }]);
    expect(store.traces()).toEqual([]);
    expect(timers.pending).toBe(0);
  });
});

describe('listening', () => {
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
