import type { TraceRecord } from '../trace-record.ts';
import { SYSTEM_TIMERS, type Timers } from './timers.ts';
import type { TraceArchive } from './trace-archive.ts';
import { DEFAULT_QUIET_TIMES, quietMillisFor, type QuietTimes } from './trace-completion.ts';

/** How a watch knows that a trace is finished; every one has a default. */
export interface TraceWatchOptions {
  readonly quietTimes?: QuietTimes;
  readonly timers?: Timers;
}

/** Hears of each finished trace, and again when late documents change it. */
export type TraceListener = (trace: TraceRecord) => void;

/** Tells of traces in an archive when they seem finished. As long as nobody listens it does nothing. */
export interface TraceWatch {
  /** The function that comes back ends it. */
  onTrace(listener: TraceListener): () => void;
  /** Reports every trace that has news, whether or not it seems finished. */
  flush(): void;
  /** Stops all timers; nothing is reported any more. */
  close(): void;
}

/** Traces whose reports are counted; of older ones a report counts as the first. */
const MAX_COUNTED = 10_000;

/** A watch over an archive that nobody listens to. */
export function createTraceWatch(archive: TraceArchive, options: TraceWatchOptions = {}): TraceWatch {
  return new ArchiveWatch(archive, options);
}

class ArchiveWatch implements TraceWatch {
  readonly #archive: TraceArchive;
  readonly #quietTimes: QuietTimes;
  readonly #timers: Timers;
  readonly #listeners = new Set<TraceListener>();
  /** By the ids of traces with news: how to cancel what comes next. */
  readonly #pending = new Map<string, () => void>();
  /** How often traces were reported, by their ids. */
  readonly #reports = new Map<string, number>();
  #unsubscribe: (() => void) | undefined;

  constructor(archive: TraceArchive, { quietTimes, timers }: TraceWatchOptions) {
    this.#archive = archive;
    this.#quietTimes = quietTimes ?? DEFAULT_QUIET_TIMES;
    this.#timers = timers ?? SYSTEM_TIMERS;
  }

  onTrace(listener: TraceListener): () => void {
    this.#listeners.add(listener);
    this.#unsubscribe ??= this.#archive.onDocument(({ trace_id: traceId }) => this.#touch(traceId ?? ''));
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  flush(): void {
    for (const traceId of this.#pending.keys()) this.#report(traceId, this.#archive.get(traceId));
  }

  close(): void {
    for (const cancel of this.#pending.values()) cancel();
    this.#pending.clear();
    this.#listeners.clear();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /** No trace is finished sooner than one whose root has ended, so that it need not be read before. */
  #touch(traceId: string): void {
    this.#schedule(traceId, () => this.#look(traceId), this.#quietTimes.rootedMillis);
  }

  #look(traceId: string): void {
    const trace = this.#archive.get(traceId);
    const quietMillis = trace === undefined ? 0 : quietMillisFor(trace.documents, this.#quietTimes);
    const restMillis = quietMillis - this.#quietTimes.rootedMillis;
    if (restMillis <= 0) this.#report(traceId, trace);
    else this.#schedule(traceId, () => this.#report(traceId, this.#archive.get(traceId)), restMillis);
  }

  #schedule(traceId: string, callback: () => void, delayMillis: number): void {
    this.#pending.get(traceId)?.();
    this.#pending.set(traceId, this.#timers.schedule(callback, delayMillis));
  }

  /** A trace that is gone is not reported. */
  #report(traceId: string, trace: TraceRecord | undefined): void {
    this.#pending.get(traceId)?.();
    this.#pending.delete(traceId);
    if (trace === undefined) return;
    const revision = this.#reports.get(traceId) ?? 0;
    this.#reports.delete(traceId);
    this.#reports.set(traceId, revision + 1);
    for (const oldest of this.#reports.keys()) {
      if (this.#reports.size <= MAX_COUNTED) break;
      this.#reports.delete(oldest);
    }
    for (const listener of this.#listeners) listener({ ...trace, revision });
  }
}
