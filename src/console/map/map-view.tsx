import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { call, isAborted, sentenceOf } from '../api/call.ts';
import { useRefresh } from '../api/refresh.ts';
import { formatCount } from '../format/numbers.ts';
import { FileProgress } from '../parts/file-progress.tsx';
import { RangePicker } from '../parts/range-picker.tsx';
import { boundsOf, formatTimeRange, type TimeRange } from '../route/time-range.ts';
import { useCommands } from '../shell/commands.ts';
import { navigate } from '../shell/navigation.ts';
import { EmptyTraces } from '../traces/empty-traces.tsx';
import type { GetServiceGraphRequest, Service } from '../../local/api/xray-api.ts';
import { MapCanvas } from './map-canvas.tsx';
import { buildMap, EMPTY_MAP } from './map-model.ts';
import { MapPanel } from './map-panel.tsx';
import { Legend } from './legend.tsx';
import { useMapLayout } from './use-map-layout.ts';

interface MapViewProps {
  readonly timeRange: TimeRange;
  /** Key of a node or an edge. */
  readonly selected: string | undefined;
}

/** The map of all services. */
export function MapView({ timeRange, selected }: MapViewProps): JSX.Element {
  const map = useSignal(EMPTY_MAP);
  const state = useSignal<'loading' | 'ready'>('loading');
  const found = useSignal<string | undefined>(undefined);
  const error = useSignal('');
  const range = formatTimeRange(timeRange);
  useEffect(() => {
    map.value = EMPTY_MAP;
    state.value = 'loading';
  }, [range]);
  useRefresh(async (signal) => {
    try {
      map.value = buildMap(await readServices(timeRange, signal), map.value);
      state.value = 'ready';
      error.value = '';
    } catch (failure) {
      if (!isAborted(failure)) error.value = sentenceOf(failure);
    }
  }, range);
  const laidOut = useMapLayout(map.value, roomOfMap()).value;
  const select = (key: string | undefined): void =>
    navigate({ view: 'map', timeRange, ...(key === undefined ? {} : { node: key }) }, 'replace');
  const isEmpty = state.value === 'ready' && map.value.nodes.length === 0;
  const find = (key: string): void => {
    found.value = key;
    select(key);
  };
  useCommands(selected === undefined ? {} : { back: () => select(undefined) });
  return (
    <div class="map">
      <h1 class="hidden">Map of services</h1>
      <div class="map-head">
        <FindNode names={map.value.nodes} onFind={find} />
        <span class="quiet numbers">{error.value || countsOf(map.value.nodes.length, map.value.edges.length)}</span>
        <FileProgress />
        <Legend />
        <RangePicker range={timeRange} onPick={(next) => navigate({ view: 'map', timeRange: next })} />
      </div>
      <div class="map-body">
        {isEmpty ? (
          <EmptyTraces isFiltered={false} timeRange={timeRange} onClear={() => {}} />
        ) : laidOut === undefined || laidOut.map.nodes.length === 0 ? (
          <div class="map-frame" />
        ) : (
          <MapCanvas
            {...laidOut}
            selected={selected}
            found={found.value}
            onSelect={select}
            label="Map of services"
            hasKeys
          />
        )}
        <MapPanel map={map.value} selected={selected} timeRange={timeRange} onClose={() => select(undefined)} />
      </div>
    </div>
  );
}

/** What is above and below the map, in pixels. */
const BARS_HEIGHT = 126;

/** The proportions of the page's room for the map, rounded so that small changes move nothing. */
function roomOfMap(): { readonly direction: 'LR' | 'TB'; readonly aspect: number } {
  const aspect = Math.round((innerWidth / Math.max(1, innerHeight - BARS_HEIGHT)) * 5) / 5;
  return { direction: innerWidth < innerHeight ? 'TB' : 'LR', aspect: Math.max(0.2, aspect) };
}

/** All pages of the map, as one. */
async function readServices(timeRange: TimeRange, signal: AbortSignal): Promise<readonly Service[]> {
  const request: GetServiceGraphRequest = boundsOf(timeRange, Date.now() / 1000);
  const services: Service[] = [];
  let token: string | undefined;
  do {
    const page = await call('ServiceGraph', token === undefined ? request : { ...request, NextToken: token }, signal);
    services.push(...page.Services);
    token = page.NextToken;
  } while (token !== undefined);
  return services;
}

function countsOf(nodes: number, edges: number): string {
  if (nodes === 0) return '';
  return `${formatCount(nodes)} ${nodes === 1 ? 'node' : 'nodes'}, ${formatCount(edges)} ${edges === 1 ? 'edge' : 'edges'}`;
}

interface FindNodeProps {
  readonly names: readonly { readonly key: string; readonly name: string }[];
  readonly onFind: (key: string) => void;
}

/** Chooses a node by a part of its name. */
function FindNode({ names, onFind }: FindNodeProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  useCommands({ filter: () => input.current?.focus() });
  const find = (words: string): void => {
    const wanted = words.trim().toLowerCase();
    const found =
      names.find(({ name }) => name.toLowerCase() === wanted) ??
      names.find(({ name }) => name.toLowerCase().includes(wanted));
    if (wanted !== '' && found !== undefined) onFind(found.key);
  };
  return (
    <>
      <input
        ref={input}
        class="field map-find"
        type="search"
        list="node-names"
        placeholder="Find a node"
        aria-label="Find a node"
        spellcheck={false}
        onChange={({ currentTarget }) => find(currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && find(event.currentTarget.value)}
      />
      <datalist id="node-names">
        {names.map(({ key, name }) => (
          <option key={key} value={name} />
        ))}
      </datalist>
    </>
  );
}
