import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { call, isAborted, sentenceOf } from '../api/call.ts';
import { useRefresh } from '../api/refresh.ts';
import { buildMap, EMPTY_MAP } from '../map/map-model.ts';
import { MapCanvas } from '../map/map-canvas.tsx';
import { useMapLayout } from '../map/use-map-layout.ts';
import type { TraceState } from './trace-state.ts';

/** The map of one trace; a click on a node goes to its first row. */
export function TraceMap({ state }: { readonly state: TraceState }): JSX.Element {
  const map = useSignal(EMPTY_MAP);
  const error = useSignal('');
  useRefresh(
    async (signal) => {
      try {
        const { Services } = await call('TraceGraph', { TraceIds: [state.traceId] }, signal);
        map.value = buildMap(Services, map.value, 'no rates');
      } catch (failure) {
        if (!isAborted(failure)) error.value = sentenceOf(failure);
      }
    },
    state.traceId,
    state.traceId,
  );
  const laidOut = useMapLayout(map.value, 'LR').value;
  const select = (key: string | undefined): void => {
    const name = map.value.nodes.find((node) => node.key === key)?.name;
    const found = state.model.value?.nodes.find(
      ({ service, kind, name: rowName, inferred }) =>
        (kind === 'segment' && service === name) || inferred?.name === name || (kind !== 'segment' && rowName === name),
    );
    state.reveal(found);
  };
  return (
    <section class="trace-map" aria-label="Map of the trace">
      {error.value === '' ? null : <p class="quiet">{error.value}</p>}
      {laidOut === undefined || laidOut.map.nodes.length === 0 ? null : (
        <MapCanvas {...laidOut} selected={undefined} onSelect={select} label="Map of the trace" hasKeys={false} />
      )}
    </section>
  );
}
