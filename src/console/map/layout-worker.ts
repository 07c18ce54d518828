import { layOutMap, type MapShape } from './lay-out-map.ts';

// Large maps take a third of a second, in which the page must go on.
addEventListener('message', ({ data }: MessageEvent<{ readonly id: number; readonly shape: MapShape }>) => {
  postMessage({ id: data.id, layout: layOutMap(data.shape) });
});
