import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { call, isAborted, sentenceOf } from '../api/call.ts';
import { useRefresh } from '../api/refresh.ts';
import { buildMap, EMPTY_MAP } from '../map/map-model.ts';
import { MapCanvas } from '../map/map-canvas.tsx';
import { useMapLayout } from '../map/use-map-layout.ts';
import { awsResourceOf } from './document-label.ts';
import type { TraceNode } from './trace-model.ts';
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
  const laidOut = useMapLayout(map.value, { direction: 'LR' }).value;
  const select = (key: string | undefined): void => {
    const name = map.value.nodes.find((node) => node.key === key)?.name;
    const found = state.model.value?.nodes.find((row) => name !== undefined && isAt(row, name));
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

/** Whether a row stands for a node of the map: the service's own work, or a call of what the node is named after. */
function isAt({ kind, service, name, document }: TraceNode, node: string): boolean {
  if (kind === 'segment') return service === node;
  return name === node || document.name === node || awsResourceOf(document) === node;
}
