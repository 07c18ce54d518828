import type { TraceDigest } from '../query/trace-digest.ts';
import type { LoggedChunk } from './document-log.ts';

/** A trace of the archive. */
export interface IndexedTrace {
  readonly traceId: string;
  /** Grows from trace to trace, in the order in which they began to arrive. */
  readonly seq: number;
  /** When its first document arrived, in seconds since 1970. */
  readonly arrivedAt: number;
  /** Where its documents are. */
  readonly chunkIds: readonly number[];
  /** Grows with each change. */
  readonly revision: number;
  readonly documents: number;
  /** Characters of JSON. */
  readonly bytes: number;
  readonly digest: TraceDigest;
}

/** What is known of a trace now. */
export interface TraceNews {
  /** Its documents that have been written since the last news. */
  readonly chunks: readonly LoggedChunk[];
  readonly documents: number;
  readonly digest: TraceDigest;
}

/** All traces of an archive in memory. */
export interface TraceIndex {
  readonly counts: { readonly traces: number; readonly documents: number; readonly bytes: number };
  get(traceId: string): IndexedTrace | undefined;
  put(traceId: string, news: TraceNews): IndexedTrace;
  delete(traceId: string): void;
  /** In the order in which they began to arrive. */
  oldest(): Iterable<IndexedTrace>;
  /** By their start, and then by their arrival. */
  newestFirst(): readonly IndexedTrace[];
}

/** An empty index. */
export function createTraceIndex(): TraceIndex {
  return new MemoryTraceIndex();
}

type Writable<Item> = { -readonly [Key in keyof Item]: Item[Key] };

interface TraceEntry extends Writable<IndexedTrace> {
  readonly chunkIds: number[];
  isDeleted: boolean;
}

class MemoryTraceIndex implements TraceIndex {
  readonly counts = { traces: 0, documents: 0, bytes: 0 };
  readonly #entries = new Map<string, TraceEntry>();
  /** Kept in order only when it is asked for; then it is nearly so, which is sorted fast. */
  #sorted: TraceEntry[] = [];
  #isSorted = true;
  #seq = 0;

  get(traceId: string): IndexedTrace | undefined {
    return this.#entries.get(traceId);
  }

  put(traceId: string, { chunks, documents, digest }: TraceNews): IndexedTrace {
    let entry = this.#entries.get(traceId);
    if (entry === undefined) {
      this.#seq += 1;
      const arrivedAt = chunks[0]?.arrivedAt ?? 0;
      const counts = { revision: 0, documents: 0, bytes: 0 };
      entry = { traceId, seq: this.#seq, arrivedAt, chunkIds: [], ...counts, digest, isDeleted: false };
      this.#entries.set(traceId, entry);
      this.#sorted.push(entry);
      this.#isSorted = false;
      this.counts.traces += 1;
    }
    if (entry.digest.start !== digest.start) this.#isSorted = false;
    for (const chunk of chunks) {
      entry.chunkIds.push(chunk.id);
      entry.bytes += chunk.length;
      this.counts.bytes += chunk.length;
    }
    this.counts.documents += documents - entry.documents;
    entry.documents = documents;
    entry.digest = digest;
    entry.revision += 1;
    return entry;
  }

  delete(traceId: string): void {
    const entry = this.#entries.get(traceId);
    if (entry === undefined) return;
    this.#entries.delete(traceId);
    entry.isDeleted = true;
    this.#isSorted = false;
    this.counts.traces -= 1;
    this.counts.documents -= entry.documents;
    this.counts.bytes -= entry.bytes;
  }

  oldest(): Iterable<IndexedTrace> {
    return this.#entries.values();
  }

  newestFirst(): readonly IndexedTrace[] {
    if (!this.#isSorted) {
      this.#sorted = this.#sorted
        .filter(({ isDeleted }) => !isDeleted)
        .sort((a, b) => b.digest.start - a.digest.start || b.seq - a.seq);
      this.#isSorted = true;
    }
    return this.#sorted;
  }
}
