import type { SegmentDocument } from '../../xray/segment-document.ts';
import { createDigestPool } from '../query/digest-pool.ts';
import { stringifyExactJson } from '../query/json-text.ts';
import type { TraceColumns } from '../query/trace-columns.ts';
import { digestTrace } from '../query/trace-digest.ts';
import { buildTraceTree } from '../query/trace-tree.ts';
import type { TraceRecord } from '../trace-record.ts';
import { type DocumentLog, type LoggedChunk, openDocumentLog } from './document-log.ts';
import { createOlderTraces, type OlderTraces } from './older-traces.ts';
import { createTraceIndex, type IndexedTrace, type TraceIndex } from './trace-index.ts';
import { createTraceLinks } from './trace-links.ts';

/** Bounds of an archive, and where it is. */
export interface TraceArchiveOptions {
  /** 250,000 unless given. */
  readonly maxDocuments?: number;
  /** Of documents as JSON; 512 MiB unless given. */
  readonly maxBytes?: number;
  /** In memory unless given. */
  readonly databaseFile?: string;
  /** Seconds since 1970; tests give their own. */
  readonly now?: () => number;
  /** How long opening a file may take before the rest of it is read beside other work; 100 ms unless given. */
  readonly openMillis?: number;
}

/** A document as it came; `json` is made of it where it did not come as JSON. */
export interface ArrivedDocument {
  readonly document: SegmentDocument;
  readonly json?: string | undefined;
}

/** Hears of each trace that is new or has changed, once it can be found. */
export type ChangeListener = (change: { readonly traceId: string; readonly revision: number }) => void;

/** Traces: their documents in a database, what is asked of them in memory. When it is full, the trace that began to
 * arrive first goes first. */
export interface TraceArchive {
  /**
   * Takes documents, which must have both ids. They are written together with others, at the latest at the next
   * question. One with the ids of another replaces it, except that a finished one is not replaced by one in progress.
   */
  add(documents: readonly ArrivedDocument[]): void;
  /** Writes what was taken. */
  settle(): void;
  /** The id is in X-Ray's form. */
  get(traceId: string): TraceRecord | undefined;
  /** The same as JSON lists of documents, in the order of their arrival; later ones replace earlier ones with their id. */
  readJson(traceId: string): { readonly revision: number; readonly chunks: readonly string[] } | undefined;
  /** The documents of a trace, none if need be; they may have fields that are undefined. */
  documentsOf(traceId: string): readonly SegmentDocument[];
  /** The digests of all traces. */
  columns(): TraceColumns;
  /** Rows of digests; that of the trace that began last comes first. */
  rowsNewestFirst(): readonly number[];
  /** The trace whose digest is in a row. */
  traceAt(row: number): IndexedTrace | undefined;
  readonly counts: { readonly traces: number; readonly documents: number; readonly bytes: number };
  readonly limits: { readonly documents: number; readonly bytes: number };
  readonly evictedTraces: number;
  /** How much of what the file had when it was opened can be found, from 0 to 1: the youngest traces come first. */
  readonly readShare: number;
  /** The function that comes back ends it. */
  onChange(listener: ChangeListener): () => void;
  close(): void;
}

/** A trace with news, or that had some lately. */
interface WarmTrace {
  readonly traceId: string;
  /** All its documents by id, as far as they are known here. */
  readonly documents: Map<string, SegmentDocument>;
  /** JSON that is not written yet. */
  fresh: string[];
  /** Whether `documents` has what is in the database too. */
  isLoaded: boolean;
}

/** Documents that wait to be written; more are written at once. */
const MAX_WAITING = 4096;

/** Documents of traces that are written but may grow; kept so that they need not be read again. */
const MAX_WARM = 10_000;

/** Nobody sees less than this. */
const SETTLE_MILLIS = 100;

/** At most a fifth of the time goes into writing, however large the traces that change. */
const REST_FACTOR = 4;

class LoggingTraceArchive implements TraceArchive {
  readonly limits: TraceArchive['limits'];
  readonly #log: DocumentLog;
  readonly #index: TraceIndex = createTraceIndex();
  readonly #pool = createDigestPool();
  readonly #links = createTraceLinks((traceId) => this.documentsOf(traceId));
  readonly #listeners = new Set<ChangeListener>();
  readonly #now: () => number;
  /** What the file had and is not in the index yet. */
  readonly #unread = new Map<string, LoggedChunk[]>();
  readonly #older: OlderTraces;
  /** The least recently changed first. */
  readonly #warm = new Map<string, WarmTrace>();
  /** The first that has news first. */
  readonly #dirty = new Set<WarmTrace>();
  #waiting = 0;
  #warmDocuments = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastSettleMillis = 0;
  #evictedTraces = 0;

  constructor({
    maxDocuments = 250_000,
    maxBytes = 512 * 1024 * 1024,
    databaseFile,
    now,
    openMillis = 100,
  }: TraceArchiveOptions) {
    this.limits = { documents: maxDocuments, bytes: maxBytes };
    this.#now = now ?? (() => Date.now() / 1000);
    this.#log = openDocumentLog(databaseFile);
    this.#older = createOlderTraces(this.#log, {
      take: (chunks) => this.#takeOlder(chunks),
      lose: (chunks) => (this.#evictedTraces += new Set(chunks.map(({ traceId }) => traceId)).size),
      end: () => {
        this.settle();
        this.#index.sort();
      },
    });
    this.#older.start(openMillis);
    this.#evict();
  }

  get counts(): TraceArchive['counts'] {
    this.settle();
    return this.#index.counts;
  }

  get readShare(): number {
    return this.#older.share;
  }

  get evictedTraces(): number {
    return this.#evictedTraces;
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  add(documents: readonly ArrivedDocument[]): void {
    for (const arrived of documents) this.#take(arrived);
    // What has just come is likely to grow; so only the older half is written.
    if (this.#waiting >= MAX_WAITING) this.#write(MAX_WAITING / 2);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#dirty.size === 0) return;
    const delay = Math.max(SETTLE_MILLIS, this.#lastSettleMillis * REST_FACTOR);
    this.#timer ??= setTimeout(() => this.settle(), delay).unref();
  }

  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#dirty.size > 0) this.#write(0);
  }

  get(traceId: string): TraceRecord | undefined {
    const trace = this.#find(traceId);
    return trace && { traceId, documents: this.#readKept(trace.chunkIds), revision: trace.revision };
  }

  readJson(traceId: string): ReturnType<TraceArchive['readJson']> {
    const trace = this.#find(traceId);
    return trace && { revision: trace.revision, chunks: this.#log.readJson(trace.chunkIds) };
  }

  documentsOf(traceId: string): readonly SegmentDocument[] {
    const warm = this.#warm.get(traceId);
    if (warm === undefined) return this.#readKept(this.#chunkIdsOf(traceId));
    this.#load(warm);
    return [...warm.documents.values()];
  }

  columns(): TraceColumns {
    this.settle();
    return this.#index.columns;
  }

  rowsNewestFirst(): readonly number[] {
    this.settle();
    return this.#index.rowsNewestFirst();
  }

  traceAt(row: number): IndexedTrace | undefined {
    return this.#index.at(row);
  }

  close(): void {
    this.settle();
    this.#older.stop();
    this.#listeners.clear();
    this.#log.close();
  }

  #find(traceId: string): IndexedTrace | undefined {
    this.settle();
    if (this.#index.get(traceId) === undefined) this.#older.readNow(traceId);
    this.settle();
    return this.#index.get(traceId);
  }

  /** What another process left. A trace of which more is known is read anew as a whole, as whenever it changes. */
  #takeOlder(chunks: readonly LoggedChunk[]): void {
    const traces = new Set<string>();
    for (const chunk of chunks) {
      const { id, traceId } = chunk;
      if (this.#index.get(traceId)?.chunkIds.includes(id) === true) continue;
      traces.add(traceId);
      const others = this.#unread.get(traceId);
      if (others === undefined) this.#unread.set(traceId, [chunk]);
      else if (!others.some((other) => other.id === id)) others.push(chunk);
    }
    for (const traceId of traces) {
      const known = this.#warm.get(traceId) ?? (this.#index.get(traceId) && this.#warmUp(traceId));
      if (known === undefined) this.#digest(traceId, this.documentsOf(traceId), []);
      else {
        known.isLoaded = false;
        this.#dirty.add(known);
      }
    }
    this.#evict();
    this.#schedule();
  }

  #take({ document, json }: ArrivedDocument): void {
    const { trace_id: traceId, id } = document;
    if (traceId === undefined || id === null) return;
    const trace = this.#warm.get(traceId) ?? this.#warmUp(traceId);
    const known = trace.documents.size;
    if (!keep(document, trace.documents)) return;
    this.#warmDocuments += trace.documents.size - known;
    trace.fresh.push(json ?? stringifyExactJson(document));
    this.#waiting += 1;
    this.#dirty.add(trace);
  }

  #warmUp(traceId: string): WarmTrace {
    const isLoaded = this.#index.get(traceId) === undefined;
    const trace: WarmTrace = { traceId, documents: new Map(), fresh: [], isLoaded };
    this.#warm.set(traceId, trace);
    return trace;
  }

  /** Writes traces until no more than so many documents wait. */
  #write(mostWaiting: number): void {
    const started = performance.now();
    const changes = new Map<string, number>();
    this.#log.together(() => {
      // The set grows while it is walked: by traces that are linked to those in it.
      for (const trace of this.#dirty) {
        if (mostWaiting > 0 && this.#waiting <= mostWaiting) break;
        this.#dirty.delete(trace);
        changes.set(trace.traceId, this.#writeTrace(trace));
      }
      this.#evict();
    });
    this.#cool();
    this.#lastSettleMillis = performance.now() - started;
    for (const [traceId, revision] of changes) for (const listener of this.#listeners) listener({ traceId, revision });
  }

  /** Gives the trace's new revision. */
  #writeTrace(trace: WarmTrace): number {
    this.#load(trace);
    const { traceId, fresh } = trace;
    const chunks = fresh.length === 0 ? [] : [this.#log.append(traceId, this.#now(), fresh)];
    this.#waiting -= fresh.length;
    trace.fresh = [];
    const { revision } = this.#digest(traceId, [...trace.documents.values()], chunks);
    // The most recently changed is the last to be forgotten.
    this.#warm.delete(traceId);
    this.#warm.set(traceId, trace);
    return revision;
  }

  #digest(traceId: string, documents: readonly SegmentDocument[], chunks: readonly LoggedChunk[]): IndexedTrace {
    const roots = buildTraceTree(documents);
    const links = this.#links.write(traceId, roots);
    const digest = digestTrace(traceId, roots, links, this.#pool);
    for (const linking of this.#links.findOutdated(traceId, roots)) {
      this.#dirty.add(this.#warm.get(linking) ?? this.#warmUp(linking));
    }
    const older = this.#unread.get(traceId) ?? [];
    this.#unread.delete(traceId);
    return this.#index.put(traceId, { chunks: [...older, ...chunks], documents: documents.length, digest });
  }

  /** What came before is put under what came since. */
  #load(trace: WarmTrace): void {
    if (trace.isLoaded) return;
    const recent = [...trace.documents.values()];
    this.#warmDocuments -= trace.documents.size;
    trace.documents.clear();
    const before = this.#log.read(this.#chunkIdsOf(trace.traceId));
    for (const document of [...before, ...recent]) keep(document, trace.documents);
    this.#warmDocuments += trace.documents.size;
    trace.isLoaded = true;
  }

  #chunkIdsOf(traceId: string): readonly number[] {
    const known = this.#index.get(traceId)?.chunkIds ?? [];
    const unread = this.#unread.get(traceId);
    return unread === undefined ? known : [...unread.map(({ id }) => id), ...known].sort((a, b) => a - b);
  }

  #readKept(chunkIds: readonly number[]): readonly SegmentDocument[] {
    const documents = new Map<string, SegmentDocument>();
    for (const document of this.#log.read(chunkIds)) keep(document, documents);
    return [...documents.values()];
  }

  /** Makes room until a twentieth of the limits is free. */
  #evict(): void {
    const { counts } = this.#index;
    if (counts.documents <= this.limits.documents && counts.bytes <= this.limits.bytes) return;
    // What is not read yet is older than all else.
    if (this.#older.discard()) this.#index.sort();
    for (const { traceId, chunkIds } of this.#index.oldest()) {
      if (counts.documents <= this.limits.documents * FILL && counts.bytes <= this.limits.bytes * FILL) return;
      this.#log.delete(chunkIds);
      this.#index.delete(traceId);
      this.#links.delete(traceId);
      this.#forget(traceId);
      this.#evictedTraces += 1;
    }
  }

  #cool(): void {
    for (const [traceId, trace] of this.#warm) {
      if (this.#warmDocuments <= MAX_WARM) return;
      if (!this.#dirty.has(trace)) this.#forget(traceId);
    }
  }

  #forget(traceId: string): void {
    const trace = this.#warm.get(traceId);
    if (trace === undefined) return;
    this.#warmDocuments -= trace.documents.size;
    this.#waiting -= trace.fresh.length;
    this.#dirty.delete(trace);
    this.#warm.delete(traceId);
  }
}

/** How full an archive is after making room. */
const FILL = 0.95;

/** True when the document is news: new, or another than the one with its id, and not behind it. */
function keep(document: SegmentDocument, documents: Map<string, SegmentDocument>): boolean {
  const id = document.id ?? '';
  const known = documents.get(id);
  if (known !== undefined) {
    if (document.in_progress === true && known.in_progress !== true) return false;
    if (document.end_time === known.end_time && stringifyExactJson(document) === stringifyExactJson(known))
      return false;
  }
  documents.set(id, document);
  return true;
}

/** Opens an archive; throws one sentence when its file cannot be opened or holds something else. */
export function createTraceArchive(options: TraceArchiveOptions = {}): TraceArchive {
  return new LoggingTraceArchive(options);
}
