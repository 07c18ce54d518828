import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { theme } from '../shell/theme.ts';
import type { TraceModel, TraceNode } from './trace-model.ts';
import type { TraceState } from './trace-state.ts';

const HEIGHT = 56;

/** The whole trace on a strip; what the timeline shows of its time is framed, and a click goes to what is there. */
export function MiniMap({ state }: { readonly state: TraceState }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const redraw = (): void => {
    const model = state.model.peek();
    if (canvas.current !== null && model !== undefined) draw(canvas.current, model);
  };
  useSignalEffect(() => {
    void state.model.value;
    void theme.value;
    // After the theme's colours are in force and the rows are on the screen.
    requestAnimationFrame(() => setTimeout(redraw));
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const watcher = new ResizeObserver(redraw);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  const duration = state.model.value?.duration || 1;
  const { from, to } = state.window.value;
  return (
    <div
      class="mini-map"
      onClick={(event) => {
        const { top, height } = event.currentTarget.getBoundingClientRect();
        const nodes = state.model.value?.nodes ?? [];
        state.reveal(nodes[Math.min(nodes.length - 1, Math.floor(((event.clientY - top) / height) * nodes.length))]);
      }}
    >
      <canvas ref={canvas} height={HEIGHT} aria-hidden="true" />
      <div
        class="mini-map-window"
        style={{ left: `${(from / duration) * 100}%`, width: `${((to - from) / duration) * 100}%` }}
      />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, { nodes, duration }: TraceModel): void {
  const ratio = devicePixelRatio;
  const width = canvas.clientWidth;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  const context = canvas.getContext('2d');
  if (context === null || duration <= 0) return;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const colours = new Map<string, string>();
  const colourOf = (node: TraceNode): string => {
    const name = node.outcome === 'ok' ? (node.kind === 'segment' ? '--bar' : '--bar-call') : `--${node.outcome}-fill`;
    const colour = colours.get(name) ?? style.getPropertyValue(name);
    colours.set(name, colour);
    return colour;
  };
  const rowHeight = HEIGHT / nodes.length;
  const thickness = Math.max(1, Math.min(3, rowHeight - 0.5));
  // Trouble is drawn last, so that nothing covers it.
  for (const isTrouble of [false, true])
    for (const node of nodes) {
      if ((node.outcome !== 'ok') !== isTrouble) continue;
      context.fillStyle = colourOf(node);
      const left = (node.start / duration) * width;
      context.fillRect(
        left,
        node.index * rowHeight,
        Math.max(1, ((node.end - node.start) / duration) * width),
        thickness,
      );
    }
}
