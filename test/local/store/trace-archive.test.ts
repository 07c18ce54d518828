import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTraceQueries } from '../../../src/local/query/trace-queries.ts';
import { createTraceArchive, type TraceArchive } from '../../../src/local/store/trace-archive.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument, sampleId } from '../sample-document.ts';

const ALL = { start: 0, end: 1e11 };

function put(archive: TraceArchive, ...samples: SampleDocument[]): void {
  archive.add(samples.map((sample) => ({ document: sampleDocument(sample) })));
}

function traceOf(number: number): string {
  return `1-5759e988-${number.toString(16).padStart(24, '0')}`;
}

function documentsOf(archive: TraceArchive): readonly SegmentDocument[] {
  return archive.get(SAMPLE_TRACE_ID)?.documents ?? [];
}

describe('a trace is what is known of it', () => {
  let archive: TraceArchive;
  beforeEach(() => (archive = createTraceArchive()));
  afterEach(() => archive.close());

  test('when its parts come one after the other, the parent last', () => {
    put(archive, { id: 2, parent: 1, name: 'late' });
    const summaries = () =>
      createTraceQueries(archive).summaries({ ...ALL, type: 'TraceId', filter: undefined, after: undefined })
        .TraceSummaries;
    expect(summaries()).toMatchObject([{ IsPartial: true, Revision: 1 }]);
    put(archive, { id: 1, name: 'shop' });
    expect(summaries()).toMatchObject([{ IsPartial: false, Revision: 2, EntryPoint: { Name: 'shop' } }]);
    expect(archive.counts).toMatchObject({ traces: 1, documents: 2 });
  });

  test('when a document in progress is finished, and never the other way', () => {
    put(archive, { id: 1, in_progress: true });
    put(archive, { id: 1, durationMillis: 5 });
    put(archive, { id: 1, in_progress: true });
    expect(documentsOf(archive)).toEqual([sampleDocument({ id: 1, durationMillis: 5 })]);
  });

  test('with the last document of each id', () => {
    put(archive, { id: 1, annotations: { sku: 'a' } });
    put(archive, { id: 1, annotations: { sku: 'b' } });
    archive.settle();
    put(archive, { id: 1, annotations: { sku: 'c' } });
    expect(documentsOf(archive)).toEqual([sampleDocument({ id: 1, annotations: { sku: 'c' } })]);
    expect(archive.counts).toMatchObject({ traces: 1, documents: 1 });
  });

  test('apart from others that have the same ids', () => {
    put(archive, { id: 1 }, { id: 1, trace_id: traceOf(7) });
    expect(archive.counts).toMatchObject({ traces: 2, documents: 2 });
  });

  test('when a document comes again, which is no news', () => {
    const changes: number[] = [];
    archive.onChange(({ revision }) => changes.push(revision));
    put(archive, { id: 1 });
    archive.settle();
    put(archive, { id: 1 });
    archive.settle();
    expect(changes).toEqual([1]);
  });

  test('when it has grown cold in between', () => {
    put(archive, { id: 1, name: 'early' });
    archive.settle();
    // More documents than are kept at hand.
    archive.add(
      Array.from({ length: 25_000 }, (_, index) => ({
        document: sampleDocument({ id: index + 1, trace_id: traceOf(1 + (index % 5)) }),
      })),
    );
    put(archive, { id: 2, parent: 1, name: 'late' });
    expect(documentsOf(archive).map(({ name }) => name)).toEqual(['early', 'late']);
    const { Services } = createTraceQueries(archive).traceGraph([SAMPLE_TRACE_ID]);
    expect(Services.map(({ Name, Type }) => [Name, Type])).toEqual([
      ['early', 'client'],
      ['early', undefined],
    ]);
  });

  test('with integers beyond 2^53 and unknown fields as they came', () => {
    const json = `{"trace_id":"${SAMPLE_TRACE_ID}","id":"${sampleId(1)}","name":"shop","start_time":1,"end_time":2,"annotations":{"n":9007199254740993},"custom":[1]}`;
    archive.add([{ document: JSON.parse(json) as SegmentDocument, json }]);
    expect(documentsOf(archive)).toMatchObject([{ annotations: { n: 9_007_199_254_740_993n }, custom: [1] }]);
    const [trace] = createTraceQueries(archive).traces([SAMPLE_TRACE_ID]).Traces;
    expect(trace?.Segments[0]?.Document).toContain('9007199254740993');
  });
});

describe('writing', () => {
  test('waits for other services while much arrives, and not for ever', async () => {
    const archive = createTraceArchive();
    const count = 1500;
    const changes = new Map<string, number>();
    archive.onChange(({ traceId, revision }) => {
      // What another service sends while the first traces are written.
      if (changes.size === 0) put(archive, { id: 2, parent: 1, trace_id: traceOf(count) });
      changes.set(traceId, revision);
    });
    for (let index = 1; index <= count; index += 1) put(archive, { id: 1, trace_id: traceOf(index) });
    await vi.waitFor(() => expect(changes.size).toBe(count), { timeout: 20_000 });
    expect(changes.get(traceOf(count))).toBe(1);
    expect(archive.get(traceOf(count))?.documents).toHaveLength(2);
    archive.close();
  });
});

test('a trace that goes on growing is read once, however large it is', () => {
  const archive = createTraceArchive();
  const grow = (round: number): void => {
    const parts = Array.from({ length: 4000 }, (_, index) => ({ id: round * 4000 + index + 1, parent: 1 }));
    put(archive, ...parts);
    archive.settle();
  };
  grow(0);
  const read = vi.spyOn(StatementSync.prototype, 'get');
  for (let round = 1; round <= 4; round += 1) grow(round);
  expect(read).toHaveBeenCalledTimes(1);
  read.mockRestore();
  expect(archive.counts).toMatchObject({ traces: 1, documents: 20_000 });
  archive.close();
});

describe('listeners of documents', () => {
  test('hear of each at once, and not of what is no news', () => {
    const archive = createTraceArchive();
    const heard: SegmentDocument[] = [];
    const stop = archive.onDocument((document) => heard.push(document));
    const root = sampleDocument({ id: 1, metadata: { default: { note: 'a' } } });
    const changed = { ...root, metadata: { default: { note: 'b' } } };
    put(archive, { id: 2, parent: 1 });
    archive.add([root, root, changed, root, changed].map((document) => ({ document })));
    archive.settle();
    archive.add([{ document: changed }, { document: { ...changed } }]);
    stop();
    put(archive, { id: 3 });
    expect(heard).toEqual([sampleDocument({ id: 2, parent: 1 }), root, changed, root, changed]);
    archive.close();
  });

  test('hear of nothing when a trace of thousands of parts is sent once more', () => {
    const archive = createTraceArchive();
    const documents = Array.from({ length: 3000 }, (_, index) => ({ document: sampleDocument({ id: index + 1 }) }));
    archive.add(documents);
    archive.settle();
    const heard: SegmentDocument[] = [];
    archive.onDocument((document) => heard.push(document));
    archive.add(documents);
    expect(heard).toEqual([]);
    expect(archive.counts).toMatchObject({ traces: 1, documents: 3000 });
    archive.close();
  });
});

test('documents of X-Ray SDKs are kept as they are', () => {
  const file = path.join(import.meta.dirname, '../../golden/awsxrayreceiver.json');
  const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly { datagramBody: string; error?: string }[];
  const documents = cases
    .filter(({ error }) => error === undefined)
    .map(({ datagramBody }) => JSON.parse(datagramBody) as SegmentDocument);
  const archive = createTraceArchive();
  archive.add(documents.map((document) => ({ document })));
  const traceIds = new Set(documents.map((document) => document.trace_id ?? ''));
  expect([...traceIds].flatMap((id) => archive.get(id)?.documents ?? [])).toEqual(documents);
  archive.close();
});

describe('bounds hold', () => {
  test.each([
    ['of documents', { maxDocuments: 100 }],
    ['of bytes', { maxBytes: 20_000 }],
  ])('%s: the oldest traces go first, and are counted', (_name, options) => {
    const archive = createTraceArchive(options);
    for (let index = 1; index <= 200; index += 1) put(archive, { id: index, trace_id: traceOf(index) });
    const { traces, documents, bytes } = archive.counts;
    expect(documents).toBeLessThanOrEqual(archive.limits.documents);
    expect(bytes).toBeLessThanOrEqual(archive.limits.bytes);
    expect(archive.evictedTraces).toBe(200 - traces);
    expect(archive.get(traceOf(1))).toBeUndefined();
    expect(archive.get(traceOf(200))).toBeDefined();
    const graph = createTraceQueries(archive).serviceGraph(ALL, undefined);
    expect(graph.Services[1]?.SummaryStatistics?.TotalCount).toBe(traces);
    archive.close();
  });

  test('a trace of many annotated parts is digested in one go', () => {
    const archive = createTraceArchive();
    const parts = Array.from({ length: 30_000 }, (_, index) => ({
      id: index + 2,
      parent: 1,
      annotations: { a: index },
      user: 'u',
    }));
    put(archive, { id: 1 }, ...parts);
    const [facts] = archive.columns().facts;
    expect(facts?.marks?.annotations).toHaveLength(30_000);
    expect(facts?.marks?.users).toEqual(['u']);
    archive.close();
  });

  test('a trace larger than the store leaves nothing behind', () => {
    const archive = createTraceArchive({ maxDocuments: 10 });
    put(archive, ...Array.from({ length: 30 }, (_, index) => ({ id: index + 1 })));
    expect(archive.counts).toEqual({ traces: 0, documents: 0, bytes: 0 });
    archive.close();
  });
});

test('pages follow one another without gaps while traces arrive', () => {
  const archive = createTraceArchive();
  const queries = createTraceQueries(archive);
  for (let index = 1; index <= 250; index += 1)
    put(archive, { id: index, trace_id: traceOf(index), startMillis: index % 7 });
  const seen: string[] = [];
  let end: { start: number; seq: number } | undefined;
  do {
    const page = queries.summaries({ ...ALL, type: 'TraceId', filter: undefined, after: end });
    seen.push(...page.TraceSummaries.map(({ Id }) => Id));
    end = page.end;
    put(archive, { id: 999, trace_id: traceOf(1000 + seen.length), startMillis: 100 });
  } while (end !== undefined);
  expect(new Set(seen).size).toBe(250);
  archive.close();
});

describe('in a file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'archive-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('traces outlive the process, and nobody else may read them', () => {
    const databaseFile = path.join(folder, 'traces.db');
    const first = createTraceArchive({ databaseFile });
    put(first, { id: 1, name: 'shop' }, { id: 2, parent: 1, namespace: 'remote', name: 'host' });
    first.settle();
    expect(statSync(databaseFile).mode & 0o777).toBe(0o600);
    expect(statSync(`${databaseFile}-wal`).mode & 0o777).toBe(0o600);
    first.close();
    const second = createTraceArchive({ databaseFile });
    put(second, { id: 3, parent: 1, namespace: 'remote', name: 'host' });
    expect(second.counts).toMatchObject({ traces: 1, documents: 3 });
    const { Services } = createTraceQueries(second).serviceGraph(ALL, undefined);
    expect(Services.map(({ Name, SummaryStatistics }) => [Name, SummaryStatistics?.TotalCount])).toEqual([
      ['shop', undefined],
      ['shop', 1],
      ['host', 2],
    ]);
    second.close();
  });

  const writeTraces = (databaseFile: string, count: number): void => {
    const archive = createTraceArchive({ databaseFile });
    for (let index = 1; index <= count; index += 1) {
      put(archive, { id: index, name: 'shop', trace_id: traceOf(index), startMillis: index });
      archive.settle();
    }
    // The first trace has more, written last.
    put(archive, { id: 999, parent: 1, trace_id: traceOf(1), name: 'more', startMillis: 1 });
    archive.close();
  };
  const idsOf = (archive: TraceArchive): (string | undefined)[] =>
    archive.rowsNewestFirst().map((row) => archive.traceAt(row)?.traceId);

  test('many traces are read beside other work, and can be asked for and grow before their turn', async () => {
    const databaseFile = path.join(folder, 'traces.db');
    writeTraces(databaseFile, 300);
    const archive = createTraceArchive({ databaseFile, openMillis: 0 });
    expect([archive.readShare, archive.counts.traces]).toEqual([0, 0]);
    expect(archive.get(traceOf(7))?.documents).toHaveLength(1);
    expect(archive.get(traceOf(1))?.documents.map(({ name }) => name)).toEqual(['shop', 'more']);
    expect(archive.get(traceOf(301))).toBeUndefined();
    put(archive, { id: 998, parent: 5, trace_id: traceOf(5), name: 'late', startMillis: 5 });
    put(archive, { id: 301, trace_id: traceOf(301), startMillis: 301 });
    await vi.waitFor(() => expect(archive.readShare).toBe(1), { timeout: 20_000 });
    expect(archive.counts).toMatchObject({ traces: 301, documents: 303 });
    expect(archive.get(traceOf(5))?.documents.map(({ name }) => name)).toEqual(['shop', 'late']);
    expect(idsOf(archive)).toEqual(Array.from({ length: 301 }, (_, index) => traceOf(301 - index)));
    archive.close();
  });

  test('the youngest traces are read first, and what there is no room for is deleted', async () => {
    const databaseFile = path.join(folder, 'traces.db');
    writeTraces(databaseFile, 300);
    const archive = createTraceArchive({ databaseFile, maxDocuments: 100, openMillis: 0 });
    await vi.waitFor(() => expect(archive.counts.traces).toBeGreaterThan(50), { timeout: 20_000 });
    await vi.waitFor(() => expect(archive.readShare).toBe(1), { timeout: 20_000 });
    const kept = idsOf(archive);
    expect(kept[0]).toBe(traceOf(300));
    expect(archive.counts.documents).toBeLessThanOrEqual(100);
    await vi.waitFor(() => expect(archive.evictedTraces).toBeGreaterThanOrEqual(300 - kept.length), {
      timeout: 20_000,
    });
    archive.close();
    const again = createTraceArchive({ databaseFile, openMillis: 60_000 });
    expect(idsOf(again)).toEqual(kept);
    again.close();
  });

  test('traces that were read go oldest first', () => {
    const databaseFile = path.join(folder, 'traces.db');
    writeTraces(databaseFile, 90);
    const archive = createTraceArchive({ databaseFile, maxDocuments: 100, openMillis: 60_000 });
    for (let index = 301; index <= 320; index += 1) put(archive, { id: index, trace_id: traceOf(index) });
    archive.settle();
    expect(archive.get(traceOf(1))).toBeUndefined();
    expect(archive.get(traceOf(2))).toBeUndefined();
    expect(archive.get(traceOf(90))).toBeDefined();
    expect(archive.get(traceOf(320))).toBeDefined();
    archive.close();
  });

  test('a file that another process has open is refused', () => {
    const databaseFile = path.join(folder, 'traces.db');
    const first = createTraceArchive({ databaseFile });
    const script = `const file = process.argv[1];
      import(process.argv[2]).then(({ createTraceArchive }) => createTraceArchive({ databaseFile: file }));`;
    const module = path.resolve(import.meta.dirname, '../../../src/local/store/trace-archive.ts');
    const second = spawnSync(process.execPath, ['-e', script, databaseFile, module], { encoding: 'utf8' });
    expect(second.stderr).toContain('database is locked');
    put(first, { id: 1 });
    expect(first.counts.documents).toBe(1);
    first.close();
  });

  test('what a full disk does not take is told and counted, and later traces are taken', () => {
    const databaseFile = path.join(folder, 'traces.db');
    const losses: (readonly [number, string])[] = [];
    const onLoss = (...loss: readonly [number, string]) => losses.push(loss);
    const archive = createTraceArchive({ databaseFile, onLoss });
    put(archive, { id: 1, trace_id: traceOf(1) });
    archive.settle();
    const run = vi.spyOn(StatementSync.prototype, 'run').mockImplementation(() => {
      throw new Error('database or disk is full');
    });
    put(archive, { id: 1, trace_id: traceOf(2) }, { id: 2, parent: 1, trace_id: traceOf(2) });
    archive.settle();
    run.mockRestore();
    expect(losses).toEqual([[2, 'database or disk is full']]);
    expect(archive.get(traceOf(2))).toBeUndefined();
    put(archive, { id: 1, trace_id: traceOf(3) });
    expect(new Set(idsOf(archive))).toEqual(new Set([traceOf(1), traceOf(3)]));
    archive.close();
  });

  test('a database of something else is left as it is', () => {
    const databaseFile = path.join(folder, 'other.db');
    const script = `new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec('CREATE TABLE mine (x)')`;
    spawnSync(process.execPath, ['-e', script, databaseFile]);
    const before = readFileSync(databaseFile);
    expect(() => createTraceArchive({ databaseFile })).toThrow(/is a database of something else/);
    expect(readFileSync(databaseFile)).toEqual(before);
  });

  test('a file that is no database is left as it is', () => {
    const databaseFile = path.join(folder, 'notes.txt');
    writeFileSync(
      databaseFile,
      'not a database at all, but long enough to have a header of one hundred bytes '.repeat(3),
    );
    expect(() => createTraceArchive({ databaseFile })).toThrow(/not a database/);
    expect(readFileSync(databaseFile, 'utf8')).toMatch(/^not a database/);
  });
});
