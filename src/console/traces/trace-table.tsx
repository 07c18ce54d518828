import { type Signal, useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { formatMillis } from '../format/duration.ts';
import { formatCount } from '../format/numbers.ts';
import { formatMoment, formatTime } from '../format/moment.ts';
import { splitWebAddress } from '../format/web-address.ts';
import { OutcomeMark } from '../outcome/outcome-mark.tsx';
import { outcomeOfSummary } from '../outcome/outcome.ts';
import { isListNarrow } from '../parts/narrow-screen.ts';
import { WindowedList } from '../parts/windowed-list.tsx';
import { formatRoute } from '../route/route.ts';
import { hideSecrets, shieldValue } from '../trace/secrets.ts';
import type { TraceSummary } from '../../local/api/xray-api.ts';
import type { TraceList } from './trace-list.ts';

/** As in traces.css. */
const ROW_HEIGHT = 44;
const NARROW_ROW_HEIGHT = 58;

interface TraceTableProps {
  readonly list: TraceList;
  readonly selected: Signal<number | undefined>;
  readonly onEnd: () => void;
}

/** Traces as rows, the newest first. While the pointer or the keyboard is in it, nothing new pushes rows away. */
export function TraceTable({ list, selected, onEnd }: TraceTableProps): JSX.Element {
  const traces = list.traces.value;
  const rowHeight = isListNarrow.value ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const scale = useComputed(() => scaleOf(list.traces.value));
  const release = (): void => {
    if (selected.value === undefined) list.hold(false);
  };
  return (
    <section
      class="table"
      aria-label="Traces"
      onPointerEnter={({ pointerType }) => pointerType === 'mouse' && list.hold(true)}
      onPointerLeave={release}
    >
      <div class="table-head trace-row" aria-hidden="true">
        <span>Status</span>
        <span class="trace-method">Method</span>
        <span>URL</span>
        <span class="trace-annotations">Annotations</span>
        <span class="trace-time">Started</span>
        <span class="trace-duration">Duration</span>
      </div>
      <WindowedList
        class="table-rows"
        role="list"
        label="Traces, the newest first"
        count={traces.length}
        rowHeight={rowHeight}
        shown={selected}
        onEnd={onEnd}
        onScroll={(top) => list.hold(top > rowHeight || selected.value !== undefined)}
        activeId={selected.value === undefined ? undefined : `trace-${selected.value}`}
        keyOf={(index) => traces[index]?.Id ?? ''}
        renderRow={(index) => {
          const trace = traces[index];
          return trace === undefined ? null : (
            <Row index={index} trace={trace} scale={scale.value} isSelected={index === selected.value} />
          );
        }}
      />
      <NewTraces list={list} selected={selected} />
    </section>
  );
}

function NewTraces({ list, selected }: Pick<TraceTableProps, 'list' | 'selected'>): JSX.Element {
  const count = list.waiting.value;
  return (
    <button
      class="new-traces"
      type="button"
      data-shown={count > 0}
      tabIndex={count > 0 ? 0 : -1}
      onClick={() => {
        selected.value = undefined;
        list.hold(false);
        document.querySelector('.table-rows')?.scrollTo({ top: 0 });
      }}
    >
      {formatCount(count)} new {count === 1 ? 'trace' : 'traces'}
    </button>
  );
}

interface RowProps {
  readonly index: number;
  readonly trace: TraceSummary;
  readonly scale: (seconds: number) => number;
  readonly isSelected: boolean;
}

function Row({ index, trace, scale, isSelected }: RowProps): JSX.Element {
  const { HttpMethod = '', HttpURL = '', HttpStatus } = trace.Http;
  const outcome = outcomeOfSummary(trace);
  const { host, path, query } = splitWebAddress(HttpURL);
  const seconds = timeOf(trace);
  return (
    <div id={`trace-${index}`} class="trace-row" role="listitem" data-outcome={outcome} data-selected={isSelected}>
      <span class="trace-status">
        <OutcomeMark outcome={outcome} />
        <span class="numbers">{HttpStatus ?? ''}</span>
      </span>
      <span class="trace-method">{HttpMethod}</span>
      <span class="trace-what">
        <a class="row-link" href={formatRoute({ view: 'trace', traceId: trace.Id })} tabIndex={-1}>
          <bdi>{path === '' ? (trace.EntryPoint?.Name ?? trace.Id) : path}</bdi>
          <bdi class="quiet">{hideSecrets(query)}</bdi>
        </a>
        <bdi class="trace-host">{trace.EntryPoint?.Name ?? host}</bdi>
      </span>
      <Annotations annotations={trace.Annotations} />
      <span class="trace-time numbers quiet" title={formatMoment(trace.StartTime)}>
        {formatTime(trace.StartTime)}
      </span>
      <span class="trace-duration">
        <span class="trace-bar">
          <span class={trace.IsPartial ? 'is-open' : ''} style={{ width: `${scale(seconds) * 100}%` }} />
        </span>
        <span class="numbers">{trace.ResponseTime === undefined && trace.IsPartial ? '…' : formatMillis(seconds)}</span>
      </span>
    </div>
  );
}

const SHOWN_ANNOTATIONS = 4;

function Annotations({ annotations }: { readonly annotations: TraceSummary['Annotations'] }): JSX.Element {
  const entries = Object.entries(annotations);
  return (
    <span class="trace-annotations">
      {entries.slice(0, SHOWN_ANNOTATIONS).map(([key, values]) => (
        <span key={key} class="chip">
          <bdi class="chip-key">{key}</bdi>
          <bdi>{shieldValue(key, textOf(values[0]?.AnnotationValue)).text}</bdi>
        </span>
      ))}
      {entries.length > SHOWN_ANNOTATIONS ? <span class="quiet">+{entries.length - SHOWN_ANNOTATIONS}</span> : null}
    </span>
  );
}

function textOf(value: TraceSummary['Annotations'][string][number]['AnnotationValue'] | undefined): string {
  if (value === undefined) return '';
  if ('StringValue' in value) return value.StringValue;
  return String('NumberValue' in value ? value.NumberValue : value.BooleanValue);
}

function timeOf({ ResponseTime, Duration }: TraceSummary): number {
  return ResponseTime ?? Duration;
}

/** How long a bar is, as a share: logarithmic as the histogram, so that one slow trace does not make all others dots. */
function scaleOf(traces: readonly TraceSummary[]): (seconds: number) => number {
  const times = traces.map(timeOf).filter((seconds) => seconds > 0);
  const least = times.reduce((least, seconds) => Math.min(least, seconds), Infinity);
  const span = Math.log(times.reduce((most, seconds) => Math.max(most, seconds), 0) / least);
  return (seconds) => (seconds <= 0 ? 0 : 0.06 + 0.94 * (span > 0 ? Math.log(seconds / least) / span : 1));
}
