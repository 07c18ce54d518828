import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTraceArchive, type TraceArchive } from '../../../src/local/store/trace-archive.ts';
import { createTraceWatch, type TraceWatch } from '../../../src/local/store/trace-watch.ts';
import type { TraceRecord } from '../../../src/local/trace-record.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { SAMPLE_TRACE_ID, sampleDocument } from '../sample-document.ts';
import { createManualTimers } from './manual-timers.ts';

let archive: TraceArchive;
let watch: TraceWatch;
let timers: ReturnType<typeof createManualTimers>;
let seen: TraceRecord[];
let stop: () => void;

beforeEach(() => {
  archive = createTraceArchive();
  timers = createManualTimers();
  watch = createTraceWatch(archive, { timers });
  seen = [];
  stop = watch.onTrace((trace) => seen.push(trace));
});

afterEach(() => {
  watch.close();
  archive.close();
});

function put(...documents: SegmentDocument[]): void {
  archive.add(documents.map((document) => ({ document })));
}

const ROOT = sampleDocument({ id: 1, name: 'root' });
const CHILD = sampleDocument({ id: 2, parent: 1, name: 'child' });

describe('a trace is finished', () => {
  test('when its root ended and it was quiet', () => {
    put(CHILD, ROOT);
    timers.advance(299);
    expect(seen).toEqual([]);
    timers.advance(1);
    expect(seen).toEqual([{ traceId: SAMPLE_TRACE_ID, documents: [CHILD, ROOT], revision: 0 }]);
    timers.advance(100_000);
    expect(seen).toHaveLength(1);
  });

  test('later when documents still come', () => {
    put(ROOT);
    timers.advance(200);
    put(CHILD);
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
    put(...documents);
    timers.advance(9_999);
    expect(seen).toEqual([]);
    timers.advance(1);
    expect(seen).toHaveLength(1);
  });

  test('when its topmost document is a segment and its parent, in another service, never came', () => {
    put(sampleDocument({ id: 3, parent: 9, type: undefined }), sampleDocument({ id: 4, parent: 3 }));
    timers.advance(999);
    expect(seen).toEqual([]);
    timers.advance(1);
    expect(seen).toHaveLength(1);
  });

  test('at once when the watch is flushed, and then no second time', () => {
    put(CHILD);
    watch.flush();
    watch.flush();
    timers.advance(100_000);
    expect(seen).toHaveLength(1);
  });
});

describe('late and repeated documents', () => {
  test('a late one reports the whole trace again with the next revision', () => {
    put(ROOT);
    timers.advance(300);
    put(CHILD);
    timers.advance(300);
    expect(seen.map(({ revision, documents }) => [revision, documents.length])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test('one that is sent again as it was is no news', () => {
    put(ROOT);
    timers.advance(300);
    put({ ...ROOT });
    timers.advance(100_000);
    expect(seen).toHaveLength(1);
  });
});

test('a trace that is gone is not reported', () => {
  const small = createTraceArchive({ maxDocuments: 1 });
  const others = createTraceWatch(small, { timers });
  others.onTrace((trace) => seen.push(trace));
  small.add([{ document: ROOT }, { document: CHILD }]);
  timers.advance(100_000);
  expect(seen).toEqual([]);
  small.close();
});

describe('listening', () => {
  test('ends when it is told to', () => {
    stop();
    put(ROOT);
    watch.flush();
    expect(seen).toEqual([]);
  });

  test('ends when the watch is closed, with no timer left', () => {
    put(ROOT);
    watch.close();
    timers.advance(100_000);
    expect(seen).toEqual([]);
    expect(timers.pending).toBe(0);
  });
});
