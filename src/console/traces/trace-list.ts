import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { call, isAborted, sentenceOf } from '../api/call.ts';
import { boundsOf, type TimeRange } from '../route/time-range.ts';
import type { HistogramResult } from '../../local/api/console-api.ts';
import type { GetTraceSummariesRequest, TraceSummary } from '../../local/api/xray-api.ts';

/** The list of traces as it is shown, and what is known beyond it. */
export interface TraceList {
  readonly traces: ReadonlySignal<readonly TraceSummary[]>;
  /** Younger ones that wait until the reader is not in the middle of something. */
  readonly waiting: ReadonlySignal<number>;
  readonly histogram: ReadonlySignal<HistogramResult | undefined>;
  readonly state: ReadonlySignal<'loading' | 'ready'>;
  readonly error: ReadonlySignal<string>;
  /** While the reader holds the list, rows keep their places and what is new waits. */
  hold(isHeld: boolean): void;
  /** Reads the list anew. */
  refresh(query: TraceQuery, signal: AbortSignal): Promise<void>;
  /** Reads older traces. */
  loadMore(query: TraceQuery): Promise<void>;
  /** Forgets what another query found. */
  reset(): void;
}

/** What the list is of. */
export interface TraceQuery {
  readonly filter: string;
  readonly timeRange: TimeRange;
}

/** An empty list. */
export function createTraceList(): TraceList {
  return new ShownTraces();
}

class ShownTraces implements TraceList {
  readonly traces = signal<readonly TraceSummary[]>([]);
  readonly waiting = signal(0);
  readonly histogram = signal<HistogramResult | undefined>(undefined);
  readonly state = signal<'loading' | 'ready'>('loading');
  readonly error = signal('');
  readonly #nextToken = signal<string | undefined>(undefined);
  #isHeld = false;
  #isLoadingMore = false;
  #younger: readonly TraceSummary[] = [];

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (!isHeld && this.#younger.length > 0) this.#show([...this.#younger, ...this.traces.value]);
  }

  async refresh(query: TraceQuery, abort: AbortSignal): Promise<void> {
    // The rows do not wait for the bars; what is wrong is told once, by the rows.
    const bars = this.#refreshBars(query, abort).catch(() => {});
    try {
      const page = await call('TraceSummaries', requestOf(query), abort);
      batch(() => {
        if (this.state.value === 'loading') this.#nextToken.value = page.NextToken;
        this.#show(page.TraceSummaries);
        this.state.value = 'ready';
        this.error.value = '';
      });
    } catch (failure) {
      if (isAborted(failure)) return;
      batch(() => {
        this.error.value = sentenceOf(failure);
        this.state.value = 'ready';
      });
    }
    await bars;
  }

  async loadMore(query: TraceQuery): Promise<void> {
    const token = this.#nextToken.value;
    if (this.#isLoadingMore || token === undefined) return;
    this.#isLoadingMore = true;
    try {
      const page = await call('TraceSummaries', { ...requestOf(query), NextToken: token });
      // Meanwhile the reader may have asked for something else.
      if (this.#nextToken.value !== token) return;
      const known = new Set(this.traces.value.map(({ Id }) => Id));
      batch(() => {
        this.traces.value = [...this.traces.value, ...page.TraceSummaries.filter(({ Id }) => !known.has(Id))];
        this.#nextToken.value = page.NextToken;
      });
    } catch (failure) {
      this.error.value = sentenceOf(failure);
    } finally {
      this.#isLoadingMore = false;
    }
  }

  reset(): void {
    this.#younger = [];
    batch(() => {
      this.traces.value = [];
      this.waiting.value = 0;
      this.state.value = 'loading';
      this.#nextToken.value = undefined;
    });
  }

  async #refreshBars(query: TraceQuery, abort: AbortSignal): Promise<void> {
    this.histogram.value = await call('console/histogram', histogramRequestOf(query), abort);
  }

  #show(fresh: readonly TraceSummary[]): void {
    const { kept, added } = merge(this.traces.value, fresh);
    // What is not there yet cannot be pushed away.
    const waits = this.#isHeld && kept.length > 0;
    this.#younger = waits ? added : [];
    this.traces.value = waits ? kept : [...added, ...kept];
    this.waiting.value = this.#younger.length;
  }
}

/** Rows keep their places with what is new of them; traces that are not among them come apart, youngest first. */
function merge(
  shown: readonly TraceSummary[],
  fresh: readonly TraceSummary[],
): { readonly kept: readonly TraceSummary[]; readonly added: readonly TraceSummary[] } {
  const byId = new Map(fresh.map((trace) => [trace.Id, trace]));
  const kept = shown.map((trace) => byId.get(trace.Id) ?? trace);
  const known = new Set(shown.map(({ Id }) => Id));
  return { kept, added: fresh.filter(({ Id }) => !known.has(Id)) };
}

function requestOf({ filter, timeRange }: TraceQuery): GetTraceSummariesRequest {
  return { ...histogramRequestOf({ filter, timeRange }), TimeRangeType: 'Service' };
}

function histogramRequestOf({ filter, timeRange }: TraceQuery): {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly FilterExpression?: string;
} {
  const range = boundsOf(timeRange, Date.now() / 1000);
  return filter === '' ? range : { ...range, FilterExpression: filter };
}
