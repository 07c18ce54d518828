import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useRefresh } from '../api/refresh.ts';
import { formatCount } from '../format/numbers.ts';
import { FileProgress } from '../parts/file-progress.tsx';
import { Histogram } from '../parts/histogram.tsx';
import { RangePicker } from '../parts/range-picker.tsx';
import { formatTimeRange, type TimeRange } from '../route/time-range.ts';
import { useCommands } from '../shell/commands.ts';
import { navigate } from '../shell/navigation.ts';
import { EmptyTraces } from './empty-traces.tsx';
import { FilterBox } from './filter-box.tsx';
import { withoutResponseTime, withResponseTime } from './filter-expression.ts';
import { createTraceList, type TraceList } from './trace-list.ts';
import { TraceTable } from './trace-table.tsx';

/** The list of traces: filter, response times, rows. */
export function TracesView({ filter, timeRange }: TracesViewProps): JSX.Element {
  const list = useMemo(createTraceList, []);
  const selected = useSignal<number | undefined>(undefined);
  const query = { filter, timeRange };
  const key = `${filter}\n${formatTimeRange(timeRange)}`;
  useEffect(() => {
    list.reset();
    selected.value = undefined;
  }, [key]);
  useRefresh((signal) => list.refresh(query, signal), key);
  const setFilter = (next: string): void => navigate({ view: 'traces', filter: next, timeRange });
  const goTo = (row: number): void => {
    const last = list.traces.value.length - 1;
    if (last < 0) return;
    list.hold(true);
    selected.value = Math.max(0, Math.min(last, row));
  };
  useCommands({
    next: () => goTo((selected.value ?? -1) + 1),
    previous: () => goTo((selected.value ?? 0) - 1),
    first: () => goTo(0),
    last: () => goTo(Infinity),
    open: () => {
      const trace = selected.value === undefined ? undefined : list.traces.value[selected.value];
      if (trace !== undefined) navigate({ view: 'trace', traceId: trace.Id });
    },
  });
  const isEmpty = useComputed(() => list.state.value === 'ready' && list.traces.value.length === 0);
  return (
    <div class="traces" data-empty={isEmpty.value}>
      <h1 class="hidden">Traces</h1>
      <div class="traces-head">
        <FilterBox expression={filter} onApply={setFilter} refusal={list.error.value} />
        <RangePicker range={timeRange} onPick={(next) => navigate({ view: 'traces', filter, timeRange: next })} />
      </div>
      {isEmpty.value ? null : <Spread list={list} filter={filter} onFilter={setFilter} />}
      {isEmpty.value ? (
        <EmptyTraces
          isFiltered={filter !== ''}
          isRefused={list.error.value !== ''}
          timeRange={timeRange}
          onClear={() => setFilter('')}
        />
      ) : (
        <TraceTable list={list} selected={selected} onEnd={() => void list.loadMore(query)} />
      )}
    </div>
  );
}

interface TracesViewProps {
  readonly filter: string;
  readonly timeRange: TimeRange;
}

interface SpreadProps {
  readonly list: TraceList;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}

/** How long the traces took; dragging over it filters. */
function Spread({ list, filter, onFilter }: SpreadProps): JSX.Element {
  const { traceCount = 0, buckets = [] } = list.histogram.value ?? {};
  const isNarrowed = withoutResponseTime(filter) !== filter.trim();
  return (
    <section class="spread" aria-label="Response times">
      <div class="spread-head">
        <h2>Response time</h2>
        <span class="quiet">
          {formatCount(traceCount)} {traceCount === 1 ? 'trace' : 'traces'}
        </span>
        <FileProgress />
        <span class="spread-hint">
          {isNarrowed ? (
            <button class="link" type="button" onClick={() => onFilter(withoutResponseTime(filter))}>
              All response times
            </button>
          ) : (
            <span class="quiet">Drag over the bars to filter</span>
          )}
        </span>
      </div>
      <Histogram buckets={buckets} onSelect={(from, to) => onFilter(withResponseTime(filter, from, to))} />
    </section>
  );
}
