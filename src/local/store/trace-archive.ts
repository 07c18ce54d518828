import type { DatabaseSync } from 'node:sqlite';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import { parseExactJson, stringifyExactJson } from '../query/json-text.ts';
import { readTraceFacts } from '../query/summarize-trace.ts';
import type { TraceRecord } from '../trace-record.ts';
import { type CallShapes, createCallShapes } from './call-shapes.ts';
import { openDatabase } from './open-database.ts';
import { createTraceLinks, type TraceLinks } from './trace-links.ts';
import { createTraceWriter, type TraceWriter } from './trace-writer.ts';

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
}

/** A document as it came; `json` is made of it where it did not come as JSON. */
export interface ArrivedDocument {
  readonly document: SegmentDocument;
  readonly json?: string;
}

/** Hears of each trace that is new or has changed, once it can be found. */
export type ChangeListener = (change: { readonly traceId: string; readonly revision: number }) => void;

/** Traces in a database. When it is full, the trace that began to arrive first goes first. */
export interface TraceArchive {
  readonly database: DatabaseSync;
  /**
   * Takes documents, which must have both ids. They are written together with others, at the latest at the next
   * question. One with the ids of another replaces it, except that a finished one is not replaced by one in progress.
   */
  add(documents: readonly ArrivedDocument[]): void;
  /** Writes what was taken; whoever asks the database calls this first. */
  settle(): void;
  /** The id is in X-Ray's form. */
  get(traceId: string): TraceRecord | undefined;
  /** The same as JSON lists of documents, in the order of their arrival; later ones replace earlier ones with their id. */
  readJson(traceId: string): { readonly revision: number; readonly chunks: readonly string[] } | undefined;
  readonly counts: { readonly traces: number; readonly documents: number; readonly bytes: number };
  readonly limits: { readonly documents: number; readonly bytes: number };
  readonly evictedTraces: number;
  /** The function that comes back ends it. */
  onChange(listener: ChangeListener): () => void;
  close(): void;
}

/** A trace with news. */
interface WarmTrace {
  readonly traceId: string;
  /** All its documents by id, as far as they are known here. */
  readonly documents: Map<string, SegmentDocument>;
  /** JSON that is not written yet. */
  fresh: string[];
  /** Its row; undefined until it has one. */
  seq: number | undefined;
  /** Whether `documents` has what is in the database too. */
  isLoaded: boolean;
}

/** Documents that wait to be written; more are written at once. */
const MAX_WAITING = 4096;

/** Documents of traces that are written but may grow; kept so that they need not be read again. */
const MAX_WARM = 20_000;

/** Nobody sees less than this. */
const SETTLE_MILLIS = 100;

/** At most a fifth of the time goes into writing, however large the traces that change. */
const REST_FACTOR = 4;

class SqliteTraceArchive implements TraceArchive {
  readonly database: DatabaseSync;
  readonly limits: TraceArchive['limits'];
  readonly #shapes: CallShapes;
  readonly #writer: TraceWriter;
  readonly #links: TraceLinks;
  readonly #listeners = new Set<ChangeListener>();
  readonly #now: () => number;
  /** The least recently changed first. */
  readonly #warm = new Map<string, WarmTrace>();
  readonly #dirty = new Set<WarmTrace>();
  #waiting = 0;
  #warmDocuments = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastSettleMillis = 0;
  #evictedTraces = 0;

  constructor({ maxDocuments = 250_000, maxBytes = 512 * 1024 * 1024, databaseFile, now }: TraceArchiveOptions) {
    this.limits = { documents: maxDocuments, bytes: maxBytes };
    this.#now = now ?? (() => Date.now() / 1000);
    this.database = openDatabase(databaseFile);
    this.#shapes = createCallShapes(this.database);
    this.#writer = createTraceWriter(this.database, this.#shapes);
    this.#links = createTraceLinks(this.database, (traceId) => this.#documentsOf(traceId));
  }

  get counts(): TraceArchive['counts'] {
    this.settle();
    return this.#writer.counts;
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
    if (this.#waiting >= MAX_WAITING) this.settle();
    else if (this.#dirty.size > 0) {
      const delay = Math.max(SETTLE_MILLIS, this.#lastSettleMillis * REST_FACTOR);
      this.#timer ??= setTimeout(() => this.settle(), delay).unref();
    }
  }

  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#dirty.size === 0) return;
    const started = performance.now();
    const changes = this.#write();
    this.#evict();
    this.#cool();
    this.#lastSettleMillis = performance.now() - started;
    for (const change of changes) for (const listener of this.#listeners) listener(change);
  }

  get(traceId: string): TraceRecord | undefined {
    this.settle();
    const row = this.#writer.find(traceId);
    if (row === undefined) return undefined;
    return { traceId, documents: this.#readKept(row.seq), revision: row.revision };
  }

  readJson(traceId: string): ReturnType<TraceArchive['readJson']> {
    this.settle();
    const row = this.#writer.find(traceId);
    return row && { revision: row.revision, chunks: this.#writer.readChunks(row.seq) };
  }

  close(): void {
    this.settle();
    this.#listeners.clear();
    this.database.close();
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
    const seq = this.#writer.find(traceId)?.seq;
    const trace: WarmTrace = { traceId, documents: new Map(), fresh: [], seq, isLoaded: seq === undefined };
    this.#warm.set(traceId, trace);
    return trace;
  }

  #write(): readonly { readonly traceId: string; readonly revision: number }[] {
    this.database.exec('BEGIN');
    const changes = new Map<string, number>();
    // The set grows while it is walked: by traces that are linked to those in it.
    for (const trace of this.#dirty) changes.set(trace.traceId, this.#writeTrace(trace));
    this.database.exec('COMMIT');
    this.#dirty.clear();
    this.#waiting = 0;
    return [...changes].map(([traceId, revision]) => ({ traceId, revision }));
  }

  /** Gives the trace's new revision. */
  #writeTrace(trace: WarmTrace): number {
    if (!trace.isLoaded && trace.seq !== undefined) this.#load(trace, trace.seq);
    const { traceId } = trace;
    const documents = [...trace.documents.values()];
    const facts = readTraceFacts(documents, { traceId, revision: 0, arrivedAt: this.#now() });
    const { seq, revision } = this.#writer.write(trace.seq, facts, trace.fresh, documents.length);
    this.#writer.writeCalls(seq, this.#links.write(seq, traceId, facts.roots));
    trace.seq = seq;
    trace.fresh = [];
    // The most recently changed is the last to be forgotten.
    this.#warm.delete(traceId);
    this.#warm.set(traceId, trace);
    for (const linking of this.#links.findOutdated(traceId, facts.roots)) {
      const outdated = this.#warm.get(linking) ?? this.#warmUp(linking);
      // Its turn comes, even if it has been.
      this.#dirty.delete(outdated);
      this.#dirty.add(outdated);
    }
    return revision;
  }

  /** What is known of a trace, written or not. */
  #documentsOf(traceId: string): readonly SegmentDocument[] {
    const warm = this.#warm.get(traceId);
    if (warm !== undefined) {
      if (!warm.isLoaded && warm.seq !== undefined) this.#load(warm, warm.seq);
      return [...warm.documents.values()];
    }
    const seq = this.#writer.find(traceId)?.seq;
    return seq === undefined ? [] : this.#readKept(seq);
  }

  /** What came before is put under what came since. */
  #load(trace: WarmTrace, seq: number): void {
    const recent = [...trace.documents.values()];
    this.#warmDocuments -= trace.documents.size;
    trace.documents.clear();
    for (const document of [...this.#read(seq), ...recent]) keep(document, trace.documents);
    this.#warmDocuments += trace.documents.size;
    trace.isLoaded = true;
  }

  #readKept(seq: number): readonly SegmentDocument[] {
    const documents = new Map<string, SegmentDocument>();
    for (const document of this.#read(seq)) keep(document, documents);
    return [...documents.values()];
  }

  #read(seq: number): readonly SegmentDocument[] {
    return this.#writer.readChunks(seq).flatMap((chunk) => parseExactJson(chunk) as SegmentDocument[]);
  }

  #evict(): void {
    const { documents, bytes } = this.#writer.counts;
    if (documents <= this.limits.documents && bytes <= this.limits.bytes) return;
    const evicted = this.#writer.deleteOldest(this.limits);
    this.#evictedTraces += evicted.length;
    for (const traceId of evicted) this.#forget(traceId);
    this.#shapes.prune();
  }

  #cool(): void {
    for (const traceId of this.#warm.keys()) {
      if (this.#warmDocuments <= MAX_WARM) return;
      this.#forget(traceId);
    }
  }

  #forget(traceId: string): void {
    this.#warmDocuments -= this.#warm.get(traceId)?.documents.size ?? 0;
    this.#warm.delete(traceId);
  }
}

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
  return new SqliteTraceArchive(options);
}
