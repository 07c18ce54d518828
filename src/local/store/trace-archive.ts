import type { SegmentDocument } from '../../xray/segment-document.ts';
import type { ArrivedDocument } from '../arrived-document.ts';
import { createDigestPool } from '../query/digest-pool.ts';
import { prepareDocument } from '../query/prepare-document.ts';
import type { TraceColumns } from '../query/trace-columns.ts';
import { digestTrace } from '../query/trace-digest.ts';
import { buildTraceTree } from '../query/trace-tree.ts';
import type { TraceRecord } from '../trace-record.ts';
import { type DocumentLog, type LoggedChunk, openDocumentLog } from './document-log.ts';
import { createOlderTraces, type OlderTraces } from './older-traces.ts';
import { createTraceIndex, type IndexedTrace, type TraceIndex } from './trace-index.ts';
import { createTraceLinks } from './trace-links.ts';
import { createWarmTraces, replace, type WarmTrace } from './warm-traces.ts';

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
  /** Hears that documents could not be written, and why: they are lost. */
  readonly onLoss?: (documents: number, reason: string) => void;
}

/** Hears of each trace that is new or has changed, once it can be found. */
export type ChangeListener = (change: { readonly traceId: string; readonly revision: number }) => void;

/** Hears of each document at once, when it is new or says something else than the one that it replaces. */
export type DocumentListener = (document: SegmentDocument) => void;

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
  onDocument(listener: DocumentListener): () => void;
  /** The function that comes back ends it. */
  onChange(listener: ChangeListener): () => void;
  close(): void;
}

/** Documents that wait to be written; more are written at once. */
const MAX_WAITING = 8192;

/** With more than these a part of the traces waits once more for what their other services send. */
const MANY_WAITING = 1024;

/** Nobody sees less than this. */
const SETTLE_MILLIS = 100;

/** At most a fifth of the time goes into writing, however large the traces that change. */
const REST_FACTOR = 4;

class LoggingTraceArchive implements TraceArchive {
  readonly limits: TraceArchive['limits'];
  readonly #log: DocumentLog;
  readonly #index: TraceIndex = createTraceIndex();
  readonly #pool = createDigestPool();
  readonly #warm = createWarmTraces(
    (traceId) => this.#readWritten(traceId),
    (document) => prepareDocument(document, this.#pool),
  );
  readonly #links = createTraceLinks((traceId) => this.#digestedOf(traceId));
  readonly #changeListeners = new Set<ChangeListener>();
  readonly #documentListeners = new Set<DocumentListener>();
  readonly #now: () => number;
  readonly #onLoss: NonNullable<TraceArchiveOptions['onLoss']>;
  /** What the file had and is not in the index yet. */
  readonly #unread = new Map<string, LoggedChunk[]>();
  readonly #older: OlderTraces;
  /** Ids of traces that have news; the first that had some first. */
  readonly #dirty = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #lastSettleMillis = 0;
  #evictedTraces = 0;

  constructor({
    maxDocuments = 250_000,
    maxBytes = 512 * 1024 * 1024,
    databaseFile,
    now,
    openMillis = 100,
    onLoss = () => {},
  }: TraceArchiveOptions) {
    this.limits = { documents: maxDocuments, bytes: maxBytes };
    this.#now = now ?? (() => Date.now() / 1000);
    this.#onLoss = onLoss;
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

  onDocument(listener: DocumentListener): () => void {
    this.#documentListeners.add(listener);
    return () => void this.#documentListeners.delete(listener);
  }

  onChange(listener: ChangeListener): () => void {
    this.#changeListeners.add(listener);
    return () => void this.#changeListeners.delete(listener);
  }

  add(documents: readonly ArrivedDocument[]): void {
    let last: WarmTrace | undefined;
    for (const arrived of documents) {
      const trace = this.#warm.put(arrived);
      if (trace === undefined) continue;
      if (trace !== last) this.#dirty.add(trace.traceId);
      last = trace;
      for (const listener of this.#documentListeners) listener(arrived.document);
    }
    if (this.#warm.waiting >= MAX_WAITING) this.#writeOldest();
    this.#schedule();
  }

  /** What has just come is likely to grow, and a trace that is written and grows must be read again. */
  #writeOldest(): void {
    this.#write((this.#warm.waiting * 2) / 3);
  }

  #schedule(): void {
    if (this.#dirty.size === 0) return;
    const delay = Math.max(SETTLE_MILLIS, this.#lastSettleMillis * REST_FACTOR);
    this.#timer ??= setTimeout(() => this.#onTimer(), delay).unref();
  }

  #onTimer(): void {
    this.#timer = undefined;
    if (this.#warm.waiting > MANY_WAITING) this.#writeOldest();
    else this.settle();
    this.#schedule();
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
    this.#changeListeners.clear();
    this.#documentListeners.clear();
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
      this.#warm.reload(traceId);
      if (this.#warm.get(traceId) !== undefined || this.#index.get(traceId) !== undefined) this.#dirty.add(traceId);
      else this.#digest(traceId, this.#digestedOf(traceId), []);
    }
    this.#evict();
    this.#schedule();
  }

  /** Writes traces until no more than so many documents wait. */
  #write(mostWaiting: number): void {
    const started = performance.now();
    const changes = new Map<string, number>();
    const begun: string[] = [];
    const before = this.#countAll();
    try {
      this.#log.together(() => {
        // The set grows while it is walked: by traces that are linked to those in it.
        for (const traceId of this.#dirty) {
          if (mostWaiting > 0 && this.#warm.waiting <= mostWaiting) break;
          this.#dirty.delete(traceId);
          begun.push(traceId);
          changes.set(traceId, this.#writeTrace(traceId));
        }
        this.#evict();
      });
    } catch (error) {
      // A full disk ends neither this X-Ray nor the application beside it.
      for (const traceId of [...begun, ...this.#dirty]) this.#forget(traceId);
      this.#onLoss(before - this.#countAll(), error instanceof Error ? error.message : String(error));
      changes.clear();
    }
    this.#lastSettleMillis = performance.now() - started;
    for (const [traceId, revision] of changes)
      for (const listener of this.#changeListeners) listener({ traceId, revision });
  }

  /** Documents that are written or wait. */
  #countAll(): number {
    return this.#index.counts.documents + this.#warm.waiting;
  }

  #forget(traceId: string): void {
    this.#index.delete(traceId);
    this.#links.delete(traceId);
    this.#warm.delete(traceId);
    this.#dirty.delete(traceId);
  }

  /** Gives the trace's new revision. */
  #writeTrace(traceId: string): number {
    const { documents } = this.#warm.open(traceId);
    const list = this.#warm.takeWaiting(traceId);
    const chunks = list === undefined ? [] : [this.#log.append(traceId, this.#now(), list)];
    const { revision } = this.#digest(traceId, [...documents.values()], chunks);
    this.#warm.release(traceId);
    return revision;
  }

  #digest(traceId: string, documents: readonly SegmentDocument[], chunks: readonly LoggedChunk[]): IndexedTrace {
    const roots = buildTraceTree(documents);
    const links = this.#links.write(traceId, roots);
    const digest = digestTrace(traceId, roots, links, this.#pool);
    for (const linking of this.#links.findOutdated(traceId, roots)) {
      this.#dirty.add(linking);
    }
    const older = this.#unread.get(traceId) ?? [];
    this.#unread.delete(traceId);
    return this.#index.put(traceId, { chunks: [...older, ...chunks], documents: documents.length, digest });
  }

  #readWritten(traceId: string): readonly SegmentDocument[] | undefined {
    const chunkIds = this.#chunkIdsOf(traceId);
    return chunkIds.length === 0 ? undefined : this.#log.read(chunkIds);
  }

  /** The documents of a trace, prepared for digests or as they came. */
  #digestedOf(traceId: string): readonly SegmentDocument[] {
    const warm = this.#warm.get(traceId);
    return warm === undefined ? this.#readKept(this.#chunkIdsOf(traceId)) : [...warm.documents.values()];
  }

  #chunkIdsOf(traceId: string): readonly number[] {
    const known = this.#index.get(traceId)?.chunkIds ?? [];
    const unread = this.#unread.get(traceId);
    return unread === undefined ? known : [...unread.map(({ id }) => id), ...known].sort((a, b) => a - b);
  }

  #readKept(chunkIds: readonly number[]): readonly SegmentDocument[] {
    const documents = new Map<string, SegmentDocument>();
    for (const document of this.#log.read(chunkIds)) replace(documents, document);
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
      this.#forget(traceId);
      this.#evictedTraces += 1;
    }
  }
}

/** How full an archive is after making room. */
const FILL = 0.95;

/** Opens an archive; throws one sentence when its file cannot be opened or holds something else. */
export function createTraceArchive(options: TraceArchiveOptions = {}): TraceArchive {
  return new LoggingTraceArchive(options);
}
