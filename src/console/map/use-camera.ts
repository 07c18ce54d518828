import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Camera, createCamera, fitCamera, panCamera, zoomCamera } from './camera.ts';
import type { MapLayout, MapPoint } from './lay-out-map.ts';

/** At which all is read. */
const SHOWN_SCALE = 0.8;

/** How a map is looked at, and what changes it. */
export interface MapCamera {
  readonly camera: ReadonlySignal<Camera>;
  /** Moves by pixels. */
  pan(byX: number, byY: number): void;
  /** Zooms around a pixel of the frame, else around its middle. */
  zoom(factor: number, x?: number, y?: number): void;
  /** Goes where a point is in the middle, and near enough to read it. */
  show(point: MapPoint): void;
  /** Shows everything. */
  reset(): void;
}

/** Shows everything when the map or its frame changes, until the reader moves it. */
export function useCamera(frame: { readonly current: SVGSVGElement | null }, layout: MapLayout): MapCamera {
  const camera = useSignal(createCamera());
  const isTouched = useRef(false);
  const fit = (): void => {
    const element = frame.current;
    if (element !== null && !isTouched.current)
      camera.value = fitCamera(layout, element.clientWidth, element.clientHeight);
  };
  const latestFit = useRef(fit);
  latestFit.current = fit;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const watcher = new ResizeObserver(() => latestFit.current());
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [frame]);
  useEffect(() => latestFit.current(), [layout]);
  return {
    camera,
    pan(byX, byY) {
      isTouched.current = true;
      camera.value = panCamera(camera.value, byX, byY);
    },
    zoom(factor, x, y) {
      isTouched.current = true;
      const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
      camera.value = zoomCamera(camera.value, factor, x ?? clientWidth / 2, y ?? clientHeight / 2);
    },
    show({ x, y }) {
      isTouched.current = true;
      const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
      const scale = Math.max(camera.value.scale, SHOWN_SCALE);
      camera.value = { x: clientWidth / 2 - x * scale, y: clientHeight / 2 - y * scale, scale };
    },
    reset() {
      isTouched.current = false;
      fit();
    },
  };
}
