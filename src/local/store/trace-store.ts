import type { SegmentDocument } from '../../xray/segment-document.ts';
import { stringifyExactJson } from '../query/json-text.ts';
import type { TraceRecord } from '../trace-record.ts';
import { SYSTEM_TIMERS, type Timers } from './timers.ts';
import { DEFAULT_QUIET_TIMES, quietMillisFor, type QuietTimes } from './trace-completion.ts';

/** Bounds of a store; every one has a default. */
export interface TraceStoreOptions {
  /** 1000 unless given. */
  readonly maxTraces?: number;
  /** Estimated; 128 MiB unless given. */
  readonly maxBytes?: number;
  readonly quietTimes?: QuietTimes;
  readonly timers?: Timers;
}

/** Hears of each finished trace, and again when late documents change it. */
export type TraceListener = (trace: TraceRecord) => void;

/** Hears of each document at once, when it is new or says something else than the one that it replaces. */
export type DocumentListener = (document: SegmentDocument) => void;

/** Traces in memory. When it is full, the trace that began to arrive first goes first. */
export interface TraceStore {
  /**
   * Keeps documents as they are. One with the trace id and id of another replaces it, except that a finished document
   * is not replaced by one in progress. One without both ids has no place and is only counted. `texts` are the documents
   * as JSON, where that is known.
   */
  add(documents: readonly SegmentDocument[], texts?: readonly string[]): void;
  /** The id is in X-Ray's form. */
  get(traceId: string): TraceRecord | undefined;
  /** All traces, oldest first. */
  traces(): readonly TraceRecord[];
  /** How many traces were dropped for lack of room. */
  readonly evictedTraces: number;
  /** How many documents had no trace id or no id. */
  readonly refusedDocuments: number;
  /** The function that comes back ends it. */
  onTrace(listener: TraceListener): () => void;
  /** The function that comes back ends it. */
  onDocument(listener: DocumentListener): () => void;
  /** Reports every trace that has news, whether or not it seems finished. */
  flush(): void;
  /** Stops all timers; nothing is reported any more. */
  close(): void;
}

interface TraceEntry {
  readonly traceId: string;
  /** By id. */
  readonly documents: Map<string, SegmentDocument>;
  bytes: number;
  revision: number;
  /** Present while the trace has news that no listener has heard. */
  cancelTimer?: (() => void) | undefined;
}

class MemoryTraceStore implements TraceStore {
  readonly #entries = new Map<string, TraceEntry>();
  readonly #traceListeners = new Set<TraceListener>();
  readonly #documentListeners = new Set<DocumentListener>();
  readonly #maxTraces: number;
  readonly #maxBytes: number;
  readonly #quietTimes: QuietTimes;
  readonly #timers: Timers;
  #bytes = 0;
  #evictedTraces = 0;
  #refusedDocuments = 0;

  constructor(options: TraceStoreOptions) {
    this.#maxTraces = options.maxTraces ?? 1000;
    this.#maxBytes = options.maxBytes ?? 128 * 1024 * 1024;
    this.#quietTimes = options.quietTimes ?? DEFAULT_QUIET_TIMES;
    this.#timers = options.timers ?? SYSTEM_TIMERS;
  }

  get evictedTraces(): number {
    return this.#evictedTraces;
  }

  get refusedDocuments(): number {
    return this.#refusedDocuments;
  }

  add(documents: readonly SegmentDocument[], texts: readonly string[] = []): void {
    const changed = new Set<TraceEntry>();
    for (const [index, document] of documents.entries()) {
      const entry = this.#put(document, texts[index]);
      if (entry === undefined) continue;
      changed.add(entry);
      for (const listener of this.#documentListeners) listener(document);
    }
    this.#evict();
    for (const entry of changed) if (this.#entries.has(entry.traceId)) this.#touch(entry);
  }

  get(traceId: string): TraceRecord | undefined {
    const entry = this.#entries.get(traceId);
    return entry && toTraceRecord(entry);
  }

  traces(): readonly TraceRecord[] {
    return [...this.#entries.values()].map(toTraceRecord);
  }

  onTrace(listener: TraceListener): () => void {
    this.#traceListeners.add(listener);
    return () => void this.#traceListeners.delete(listener);
  }

  onDocument(listener: DocumentListener): () => void {
    this.#documentListeners.add(listener);
    return () => void this.#documentListeners.delete(listener);
  }

  flush(): void {
    for (const entry of this.#entries.values()) if (entry.cancelTimer !== undefined) this.#report(entry);
  }

  close(): void {
    for (const entry of this.#entries.values()) entry.cancelTimer?.();
    this.#entries.clear();
    this.#traceListeners.clear();
    this.#documentListeners.clear();
    this.#bytes = 0;
  }

  /** The trace of the document, if that has news by it. */
  #put(document: SegmentDocument, text: string | undefined): TraceEntry | undefined {
    const { id, trace_id: traceId } = document;
    if (id === null || traceId === undefined) {
      this.#refusedDocuments += 1;
      return undefined;
    }
    const entry = this.#entries.get(traceId) ?? this.#createEntry(traceId);
    const replaced = entry.documents.get(id);
    if (replaced !== undefined && isOutdated(document, replaced)) return undefined;
    const bytes = estimateBytes(document, text) - (replaced === undefined ? 0 : estimateBytes(replaced));
    entry.documents.set(id, document);
    entry.bytes += bytes;
    this.#bytes += bytes;
    return replaced === undefined || !saysTheSame(document, replaced) ? entry : undefined;
  }

  #createEntry(traceId: string): TraceEntry {
    const entry: TraceEntry = { traceId, documents: new Map(), bytes: 0, revision: 0 };
    this.#entries.set(traceId, entry);
    return entry;
  }

  #evict(): void {
    for (const entry of this.#entries.values()) {
      if (this.#entries.size <= this.#maxTraces && this.#bytes <= this.#maxBytes) return;
      entry.cancelTimer?.();
      this.#entries.delete(entry.traceId);
      this.#bytes -= entry.bytes;
      this.#evictedTraces += 1;
    }
  }

  #touch(entry: TraceEntry): void {
    entry.cancelTimer?.();
    const quietMillis = quietMillisFor(entry.documents, this.#quietTimes);
    entry.cancelTimer = this.#timers.schedule(() => this.#report(entry), quietMillis);
  }

  #report(entry: TraceEntry): void {
    entry.cancelTimer?.();
    entry.cancelTimer = undefined;
    const trace = toTraceRecord(entry);
    entry.revision += 1;
    for (const listener of this.#traceListeners) listener(trace);
  }
}

function toTraceRecord(entry: TraceEntry): TraceRecord {
  return { traceId: entry.traceId, documents: [...entry.documents.values()], revision: entry.revision };
}

function isOutdated(document: SegmentDocument, stored: SegmentDocument): boolean {
  return document.in_progress === true && stored.in_progress !== true;
}

/** What a document's objects take before their texts, in bytes. */
const OBJECT_BYTES = 1024;

/** About how much memory a document takes, in bytes: its texts, and its objects. */
function estimateBytes(document: SegmentDocument, text = stringifyExactJson(document)): number {
  return OBJECT_BYTES + 2 * text.length;
}

/** True for what a producer sent again because it missed the answer. */
function saysTheSame(document: SegmentDocument, other: SegmentDocument): boolean {
  return document.end_time === other.end_time && stringifyExactJson(document) === stringifyExactJson(other);
}

/** An empty store in memory. */
export function createTraceStore(options: TraceStoreOptions = {}): TraceStore {
  return new MemoryTraceStore(options);
}
