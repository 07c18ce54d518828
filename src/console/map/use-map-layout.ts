import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MapLayout, MapShape } from './lay-out-map.ts';
import type { MapModel } from './map-model.ts';
import { requestLayout } from './request-layout.ts';

/** A map and where its parts stand. */
export interface LaidOutMap {
  readonly map: MapModel;
  readonly layout: MapLayout;
}

/**
 * The map with its layout, as soon as both belong together. A new layout is made only when nodes or edges come: while
 * figures change nothing moves.
 */
export function useMapLayout(
  map: MapModel,
  room: Pick<MapShape, 'direction' | 'aspect'>,
): ReadonlySignal<LaidOutMap | undefined> {
  const laidOut = useSignal<LaidOutMap | undefined>(undefined);
  const shape: MapShape = {
    nodes: map.nodes.map(({ key }) => key),
    edges: map.edges.map(({ from, to }) => [from, to] as const),
    ...room,
  };
  const key = JSON.stringify(shape);
  const latest = useRef(map);
  latest.current = map;
  const layoutOf = useRef<{ key: string; layout: MapLayout } | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    void requestLayout(shape).then((layout) => {
      if (!isWanted) return;
      layoutOf.current = { key, layout };
      laidOut.value = { map: latest.current, layout };
    });
    return () => {
      isWanted = false;
    };
  }, [key]);
  useEffect(() => {
    if (layoutOf.current?.key === key) laidOut.value = { map, layout: layoutOf.current.layout };
  }, [map, key]);
  return laidOut;
}
