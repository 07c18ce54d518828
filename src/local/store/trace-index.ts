import { createTraceTable, type TraceColumns } from '../query/trace-columns.ts';
import type { TraceDigest } from '../query/trace-digest.ts';
import type { LoggedChunk } from './document-log.ts';

/** A trace of the archive. */
export interface IndexedTrace {
  readonly traceId: string;
  /** The first of its chunks: grows from trace to trace, in the order in which they began to arrive. */
  readonly seq: number;
  /** When its first document arrived, in seconds since 1970. */
  readonly arrivedAt: number;
  /** Where its documents are. */
  readonly chunkIds: readonly number[];
  /** Grows with each change. */
  readonly revision: number;
  readonly documents: number;
  /** Bytes of JSON. */
  readonly bytes: number;
  /** Where its digest is. */
  readonly row: number;
}

/** What is known of a trace now. */
export interface TraceNews {
  /** Its documents that have been written since the last news, or before that and come to light only now. */
  readonly chunks: readonly LoggedChunk[];
  readonly documents: number;
  readonly digest: TraceDigest;
}

/** All traces of an archive in memory. */
export interface TraceIndex {
  readonly counts: { readonly traces: number; readonly documents: number; readonly bytes: number };
  /** Their digests. */
  readonly columns: TraceColumns;
  get(traceId: string): IndexedTrace | undefined;
  put(traceId: string, news: TraceNews): IndexedTrace;
  delete(traceId: string): void;
  /** In the order in which they came to light, which is that of their arrival after {@link sort}. */
  oldest(): Iterable<IndexedTrace>;
  sort(): void;
  /** The trace whose digest is in a row. */
  at(row: number): IndexedTrace | undefined;
  /** Rows by the start of their traces, and then by their arrival. */
  rowsNewestFirst(): readonly number[];
}

/** An empty index. */
export function createTraceIndex(): TraceIndex {
  return new MemoryTraceIndex();
}

type Writable<Item> = { -readonly [Key in keyof Item]: Item[Key] };

interface TraceEntry extends Writable<IndexedTrace> {
  chunkIds: number[];
}

class MemoryTraceIndex implements TraceIndex {
  readonly counts = { traces: 0, documents: 0, bytes: 0 };
  readonly columns = createTraceTable();
  readonly #entries = new Map<string, TraceEntry>();
  readonly #byRow: (TraceEntry | undefined)[] = [];
  /** Kept in order only when it is asked for. */
  #order: number[] = [];
  /** Rows that are not in their place in the order, or not in it at all. */
  readonly #misplaced = new Set<number>();

  get(traceId: string): IndexedTrace | undefined {
    return this.#entries.get(traceId);
  }

  at(row: number): IndexedTrace | undefined {
    return this.#byRow[row];
  }

  put(traceId: string, { chunks, documents, digest }: TraceNews): IndexedTrace {
    let entry = this.#entries.get(traceId);
    if (entry === undefined) {
      const row = this.columns.add(digest);
      const arrivedAt = chunks[0]?.arrivedAt ?? 0;
      entry = { traceId, seq: 0, arrivedAt, chunkIds: [], revision: 0, documents: 0, bytes: 0, row };
      this.#entries.set(traceId, entry);
      this.#byRow[row] = entry;
      this.#misplaced.add(row);
      this.counts.traces += 1;
    } else {
      if (this.columns.start[entry.row] !== digest.start) this.#misplaced.add(entry.row);
      this.columns.replace(entry.row, digest);
    }
    for (const chunk of chunks) {
      // A few of them, nearly always in order.
      if (chunk.id > (entry.chunkIds.at(-1) ?? 0)) entry.chunkIds.push(chunk.id);
      else {
        entry.chunkIds = [...entry.chunkIds, chunk.id].sort((a, b) => a - b);
        this.#misplaced.add(entry.row);
      }
      entry.arrivedAt = Math.min(entry.arrivedAt, chunk.arrivedAt);
      entry.bytes += chunk.length;
      this.counts.bytes += chunk.length;
    }
    entry.seq = entry.chunkIds[0] ?? 0;
    this.counts.documents += documents - entry.documents;
    entry.documents = documents;
    entry.revision += 1;
    return entry;
  }

  delete(traceId: string): void {
    const entry = this.#entries.get(traceId);
    if (entry === undefined) return;
    this.#entries.delete(traceId);
    this.#byRow[entry.row] = undefined;
    this.columns.remove(entry.row);
    this.#misplaced.add(entry.row);
    this.counts.traces -= 1;
    this.counts.documents -= entry.documents;
    this.counts.bytes -= entry.bytes;
  }

  oldest(): Iterable<IndexedTrace> {
    return this.#entries.values();
  }

  sort(): void {
    const entries = [...this.#entries].sort(([, a], [, b]) => a.seq - b.seq);
    this.#entries.clear();
    for (const [traceId, entry] of entries) this.#entries.set(traceId, entry);
  }

  rowsNewestFirst(): readonly number[] {
    if (this.#misplaced.size > 0) {
      const placed = this.#order.filter((row) => !this.#misplaced.has(row));
      const others = [...this.#misplaced].filter((row) => this.columns.isTaken(row));
      // Two runs that are in order are put together in one pass.
      this.#order = placed.concat(others.sort(this.#compareRows)).sort(this.#compareRows);
      this.#misplaced.clear();
    }
    return this.#order;
  }

  readonly #compareRows = (a: number, b: number): number => {
    const { start } = this.columns;
    return (start[b] ?? 0) - (start[a] ?? 0) || (this.#byRow[b]?.seq ?? 0) - (this.#byRow[a]?.seq ?? 0);
  };
}
