import type { ResourceRecord, SpanRecord } from '../span-record.ts';
import type { TraceRecord } from '../trace-record.ts';
import { estimateAttributesBytes, estimateSpanBytes } from './span-size.ts';
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

/** Hears of each finished trace, and again when late spans change it. */
export type TraceListener = (trace: TraceRecord) => void;

/** Traces in memory. When it is full, the trace that began to arrive first goes first. */
export interface TraceStore {
  /** A span that is already there (same trace and span id) is replaced. */
  add(spans: readonly SpanRecord[]): void;
  get(traceId: string): TraceRecord | undefined;
  /** All traces, oldest first. */
  traces(): readonly TraceRecord[];
  /** How many traces were dropped for lack of room. */
  readonly evictedTraces: number;
  /** The function that comes back ends it. */
  onTrace(listener: TraceListener): () => void;
  /** Reports every trace that has news, whether or not it seems finished. */
  flush(): void;
  /** Stops all timers; nothing is reported any more. */
  close(): void;
}

interface TraceEntry {
  readonly traceId: string;
  readonly spans: Map<string, SpanRecord>;
  readonly resources: Set<ResourceRecord>;
  bytes: number;
  revision: number;
  /** Present while the trace has news that no listener has heard. */
  cancelTimer?: (() => void) | undefined;
}

class MemoryTraceStore implements TraceStore {
  readonly #entries = new Map<string, TraceEntry>();
  readonly #listeners = new Set<TraceListener>();
  readonly #maxTraces: number;
  readonly #maxBytes: number;
  readonly #quietTimes: QuietTimes;
  readonly #timers: Timers;
  #bytes = 0;
  #evictedTraces = 0;

  constructor(options: TraceStoreOptions) {
    this.#maxTraces = options.maxTraces ?? 1000;
    this.#maxBytes = options.maxBytes ?? 128 * 1024 * 1024;
    this.#quietTimes = options.quietTimes ?? DEFAULT_QUIET_TIMES;
    this.#timers = options.timers ?? SYSTEM_TIMERS;
  }

  get evictedTraces(): number {
    return this.#evictedTraces;
  }

  add(spans: readonly SpanRecord[]): void {
    const changed = new Set<TraceEntry>();
    for (const span of spans) {
      const entry = this.#entries.get(span.traceId) ?? this.#createEntry(span.traceId);
      if (this.#put(entry, span)) changed.add(entry);
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
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  flush(): void {
    for (const entry of this.#entries.values()) if (entry.cancelTimer !== undefined) this.#report(entry);
  }

  close(): void {
    for (const entry of this.#entries.values()) entry.cancelTimer?.();
    this.#entries.clear();
    this.#listeners.clear();
    this.#bytes = 0;
  }

  #createEntry(traceId: string): TraceEntry {
    const entry: TraceEntry = { traceId, spans: new Map(), resources: new Set(), bytes: 0, revision: 0 };
    this.#entries.set(traceId, entry);
    return entry;
  }

  /** False when the producer only sent again what is there, as it does when it missed an answer. */
  #put(entry: TraceEntry, span: SpanRecord): boolean {
    const replaced = entry.spans.get(span.spanId);
    const replacedBytes = replaced === undefined ? 0 : estimateSpanBytes(replaced);
    const spanBytes = estimateSpanBytes(span);
    if (replaced?.endTimeUnixNano === span.endTimeUnixNano && replacedBytes === spanBytes) return false;
    let bytes = spanBytes - replacedBytes;
    if (!entry.resources.has(span.resource)) {
      entry.resources.add(span.resource);
      bytes += estimateAttributesBytes(span.resource.attributes);
    }
    entry.spans.set(span.spanId, span);
    entry.bytes += bytes;
    this.#bytes += bytes;
    return true;
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
    const quietMillis = quietMillisFor(entry.spans, this.#quietTimes);
    entry.cancelTimer = this.#timers.schedule(() => this.#report(entry), quietMillis);
  }

  #report(entry: TraceEntry): void {
    entry.cancelTimer?.();
    entry.cancelTimer = undefined;
    const trace = toTraceRecord(entry);
    entry.revision += 1;
    for (const listener of this.#listeners) listener(trace);
  }
}

function toTraceRecord(entry: TraceEntry): TraceRecord {
  return { traceId: entry.traceId, spans: [...entry.spans.values()], revision: entry.revision };
}

/** An empty store in memory. */
export function createTraceStore(options: TraceStoreOptions = {}): TraceStore {
  return new MemoryTraceStore(options);
}
