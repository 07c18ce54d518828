import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useRefresh } from '../api/refresh.ts';
import { formatRoute, type Route, TRACE_TABS, type TraceTab } from '../route/route.ts';
import { useCommands } from '../shell/commands.ts';
import { navigate, route as here } from '../shell/navigation.ts';
import { copyText } from '../shell/notice.ts';
import { Details } from './details.tsx';
import { Timeline } from './timeline.tsx';
import { panWindow, fullWindow, zoomWindow } from './time-window.ts';
import { TraceHead } from './trace-head.tsx';
import { TraceMap } from './trace-map.tsx';
import { createTraceState, type TraceState } from './trace-state.ts';
import { TraceTools } from './trace-tools.tsx';

interface TraceViewProps {
  readonly route: Extract<Route, { view: 'trace' }>;
}

/** A trace: what it was, its timeline, and what is known of each part. */
export function TraceView({ route }: TraceViewProps): JSX.Element {
  const state = useMemo(() => createTraceState(route.traceId, route.row), [route.traceId]);
  const tab = useSignal<TraceTab>(route.tab ?? 'overview');
  const isMapShown = useSignal(false);
  useRefresh((signal) => state.load(signal), route.traceId, route.traceId);
  useTraceCommands(state, tab, isMapShown);
  useSignalEffect(() => {
    // The address follows what is looked at, so that it can be given to others.
    const row = state.selectedId.value;
    const next: Route = {
      view: 'trace',
      traceId: route.traceId,
      ...(row === undefined ? {} : { row }),
      ...(tab.value === 'overview' ? {} : { tab: tab.value }),
    };
    if (here.peek().view === 'trace' && formatRoute(here.peek()) !== formatRoute(next)) navigate(next, 'replace');
  });
  const model = state.model.value;
  if (state.error.value !== '')
    return (
      <div class="empty">
        <h2>{state.error.value}</h2>
        <p class="quiet numbers">{route.traceId}</p>
        <p class="empty-ways">
          <a class="button" href="#/traces">
            All traces
          </a>
        </p>
      </div>
    );
  if (model === undefined) return <div class="trace" aria-busy="true" />;
  return (
    <div class="trace">
      <TraceHead model={model} isMapShown={isMapShown} />
      {isMapShown.value ? <TraceMap state={state} /> : null}
      <div class="trace-body" data-details={state.selected.value !== undefined}>
        <section class="trace-main" aria-label="Timeline">
          <TraceTools state={state} />
          <Timeline state={state} />
        </section>
        <Details state={state} tab={tab} />
      </div>
    </div>
  );
}

const ZOOM_STEP = 1.6;
const PAN_STEP = 0.25;

function useTraceCommands(state: TraceState, tab: { value: TraceTab }, isMapShown: { value: boolean }): void {
  const zoom = (factor: number): void => {
    const duration = state.model.value?.duration ?? 0;
    const { from, to } = state.window.value;
    const { selected } = state;
    const middle = selected.value === undefined ? (from + to) / 2 : (selected.value.start + selected.value.end) / 2;
    state.window.value = zoomWindow(state.window.value, factor, Math.min(to, Math.max(from, middle)), duration);
  };
  const pan = (share: number): void => {
    state.window.value = panWindow(state.window.value, share, state.model.value?.duration ?? 0);
  };
  const turn = (by: number): void => {
    const { length } = TRACE_TABS;
    tab.value = TRACE_TABS[(TRACE_TABS.indexOf(tab.value) + by + length) % length] ?? 'overview';
  };
  useCommands({
    next: () => state.move(1),
    previous: () => state.move(-1),
    first: () => state.move(-Infinity),
    last: () => state.move(Infinity),
    fold: () => state.fold(),
    unfold: () => state.unfold(),
    'fold-all': () => state.foldAll(),
    'unfold-all': () => (state.folded.value = new Set()),
    'next-error': () => state.step(state.troubled.value, 1),
    'previous-error': () => state.step(state.troubled.value, -1),
    'next-match': () => state.step(state.matches.value, 1),
    'previous-match': () => state.step(state.matches.value, -1),
    'zoom-in': () => zoom(ZOOM_STEP),
    'zoom-out': () => zoom(1 / ZOOM_STEP),
    'pan-left': () => pan(-PAN_STEP),
    'pan-right': () => pan(PAN_STEP),
    'reset-zoom': () => (state.window.value = fullWindow(state.model.value?.duration ?? 0)),
    'toggle-map': () => (isMapShown.value = !isMapShown.value),
    'next-tab': () => turn(1),
    'previous-tab': () => turn(-1),
    raw: () => navigate({ view: 'raw', traceId: state.traceId }),
    'copy-id': () => void copyText(state.traceId, 'Trace id copied'),
  });
}
