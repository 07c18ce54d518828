import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from '../parts/icon.tsx';
import { type CommandHandlers, useCommands } from '../shell/commands.ts';
import type { MapLayout, MapPoint } from './lay-out-map.ts';
import { MapEdgeLine } from './map-edge.tsx';
import type { MapEdge, MapModel } from './map-model.ts';
import { MapNodeMark } from './map-node.tsx';
import { type MapCamera, useCamera } from './use-camera.ts';
import { usePointers } from './use-pointers.ts';
import { findVisibleNames, type NameSide } from './visible-names.ts';

interface MapCanvasProps {
  readonly map: MapModel;
  /** Of the same shape as `map`. */
  readonly layout: MapLayout;
  /** Key of a node or an edge. */
  readonly selected: string | undefined;
  /** Key of a node that the reader looked for, which is then shown from near. */
  readonly found?: string | undefined;
  readonly onSelect: (key: string | undefined) => void;
  readonly label: string;
  /** Whether the keys for zooming are the map's. */
  readonly hasKeys: boolean;
}

const ZOOM_STEP = 1.3;
const PAN_STEP = 80;
/** Below this scale small texts would not be read. */
const SMALLEST_READABLE = 0.6;
/** Below this scale rings have no room for a response time. */
const SMALLEST_RING = 0.42;
/** Names are chosen anew at each of so many steps of a scale's doubling. */
const STEPS = 4;

/** The map itself: drawn, panned, zoomed, and its parts chosen. */
export function MapCanvas(props: MapCanvasProps): JSX.Element {
  const { layout, selected, onSelect, label, hasKeys } = props;
  const frame = useRef<SVGSVGElement>(null);
  const view = useCamera(frame, layout);
  const commands: CommandHandlers = {
    'zoom-in': () => view.zoom(ZOOM_STEP),
    'zoom-out': () => view.zoom(1 / ZOOM_STEP),
    'pan-left': () => view.pan(PAN_STEP, 0),
    'pan-right': () => view.pan(-PAN_STEP, 0),
    'reset-zoom': () => view.reset(),
  };
  useCommands(hasKeys ? commands : {});
  const pointers = usePointers(frame, {
    pan: (byX, byY) => view.pan(byX, byY),
    zoom: (factor, x, y) => view.zoom(factor, x, y),
    click: () => onSelect(undefined),
  });
  const transform = useComputed(() => {
    const { x, y, scale } = view.camera.value;
    return `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})`;
  });
  const isFar = useComputed(() => view.camera.value.scale < SMALLEST_READABLE);
  const detail = useComputed(() => (isFar.value ? 'low' : 'high'));
  const hasTimes = useComputed(() => view.camera.value.scale >= SMALLEST_RING);
  const step = useComputed(() => (isFar.value ? Math.floor(Math.log2(view.camera.value.scale) * STEPS) : undefined));
  // Names keep their size on the screen.
  useSignalEffect(() => frame.current?.style.setProperty('--scale', view.camera.value.scale.toFixed(4)));
  useEffect(() => {
    const place = layout.nodes[props.map.nodes.findIndex(({ key }) => key === props.found)];
    if (place !== undefined) view.show(place);
  }, [props.found]);
  const places = new Map(props.map.nodes.map(({ key }, index) => [key, layout.nodes[index] ?? { x: 0, y: 0 }]));
  const placeOf = (key: string): MapPoint => places.get(key) ?? { x: 0, y: 0 };
  const { nodes, edges } = props.map;
  const names =
    step.value === undefined
      ? undefined
      : findVisibleNames({ nodes, edges, layout, placeOf }, 2 ** (step.value / STEPS));
  return (
    <div class="map-frame">
      <svg
        ref={frame}
        class="map-canvas"
        data-detail={detail}
        data-times={hasTimes}
        role="group"
        aria-label={label}
        {...pointers}
      >
        <Arrows />
        <g transform={transform} data-dimmed={selected !== undefined}>
          <Drawing {...props} placeOf={placeOf} names={names} />
        </g>
      </svg>
      <Tools view={view} />
      {names === undefined || names.size === nodes.length ? null : (
        <p class="map-hint numbers">{`${names.size} of ${nodes.length} names fit; zoom in for more`}</p>
      )}
    </div>
  );
}

/** Edges from here on have labels only where one looks, and there only where they are few. */
const MANY_EDGES = 60;
const MOST_LABELS = 8;

interface DrawingProps extends MapCanvasProps {
  readonly placeOf: (key: string) => MapPoint;
  /** The names that have room; undefined where all have it. */
  readonly names: ReadonlyMap<string, NameSide> | undefined;
}

function Drawing({ map, layout, selected, onSelect, placeOf, names }: DrawingProps): JSX.Element {
  const looked = useSignal<string | undefined>(undefined);
  const look = (key: string | undefined): void => {
    looked.value = key;
  };
  const isNear = (...keys: readonly string[]): boolean =>
    [selected, looked.value].some((chosen) => chosen !== undefined && keys.includes(chosen));
  const nearEdges = new Set(map.edges.filter(({ from, to, key }) => isNear(key, from, to)));
  const neighbours = new Set([...nearEdges].flatMap(({ from, to }) => [from, to]));
  // Of many neighbours the names would lie upon each other.
  const isTold = (key: string): boolean => isNear(key) || (neighbours.has(key) && nearEdges.size <= MOST_LABELS);
  const hasLabel = (edge: MapEdge): boolean =>
    map.edges.length < MANY_EDGES || isNear(edge.key) || (nearEdges.has(edge) && nearEdges.size <= MOST_LABELS);
  return (
    <>
      {map.edges.map((edge, index) => (
        <MapEdgeLine
          key={edge.key}
          edge={edge}
          points={layout.edges[index] ?? []}
          from={placeOf(edge.from)}
          to={placeOf(edge.to)}
          direction={layout.direction}
          isNear={nearEdges.has(edge)}
          isSelected={edge.key === selected}
          hasLabel={hasLabel(edge)}
          onSelect={onSelect}
          onLook={look}
        />
      ))}
      {map.nodes.map((node) => (
        <MapNodeMark
          key={node.key}
          node={node}
          place={placeOf(node.key)}
          isSelected={node.key === selected}
          isNear={isNear(node.key) || neighbours.has(node.key)}
          isTold={isTold(node.key)}
          side={names === undefined ? 'below' : names.get(node.key)}
          onSelect={onSelect}
          onLook={look}
        />
      ))}
    </>
  );
}

function Arrows(): JSX.Element {
  return (
    <defs>
      {['rest', 'near'].map((name) => (
        <marker
          key={name}
          id={`arrow-${name}`}
          class={`arrow-${name}`}
          viewBox="0 0 8 8"
          refX="6"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"
        >
          <path d="M0 0l8 4-8 4z" />
        </marker>
      ))}
    </defs>
  );
}

function Tools({ view }: { readonly view: MapCamera }): JSX.Element {
  const tools: readonly { icon: IconName; words: string; key: string; act: () => void }[] = [
    { icon: 'plus', words: 'Zoom in', key: 'w', act: () => view.zoom(ZOOM_STEP) },
    { icon: 'minus', words: 'Zoom out', key: 's', act: () => view.zoom(1 / ZOOM_STEP) },
    { icon: 'fit', words: 'Show everything', key: '0', act: () => view.reset() },
  ];
  return (
    <div class="map-tools" role="group" aria-label="Zoom">
      {tools.map(({ icon, words, key, act }) => (
        <button key={icon} class="button-quiet" type="button" title={`${words} (${key})`} onClick={act}>
          <Icon name={icon} />
          <span class="hidden">{words}</span>
        </button>
      ))}
    </div>
  );
}
