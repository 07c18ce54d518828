import { useEffect, useRef } from 'preact/hooks';

/** What pointers do to a map; places are pixels within the frame. */
export interface PointerActions {
  readonly pan: (byX: number, byY: number) => void;
  readonly zoom: (factor: number, x: number, y: number) => void;
  /** A click on nothing. */
  readonly click: () => void;
}

/** Handlers for the frame. */
export interface PointerHandlers {
  readonly onPointerDown: (event: PointerEvent & { readonly currentTarget: Element }) => void;
  readonly onPointerMove: (event: PointerEvent & { readonly currentTarget: Element }) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: (event: PointerEvent) => void;
}

interface Held {
  x: number;
  y: number;
}

/** Less is a click with an unsteady hand. */
const LEAST_DRAG = 4;

/** Dragging pans, the wheel and two fingers zoom. */
export function usePointers(
  frame: { readonly current: SVGSVGElement | null },
  actions: PointerActions,
): PointerHandlers {
  const latest = useRef(actions);
  latest.current = actions;
  const held = useRef(new Map<number, Held>()).current;
  const dragged = useRef(0);
  useWheel(frame, latest);
  const release = ({ pointerId }: PointerEvent): void => {
    held.delete(pointerId);
  };
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      dragged.current = 0;
      held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove: (event) => {
      const pointer = held.get(event.pointerId);
      if (pointer === undefined) return;
      dragged.current += Math.abs(event.clientX - pointer.x) + Math.abs(event.clientY - pointer.y);
      if (dragged.current > LEAST_DRAG) event.currentTarget.setPointerCapture(event.pointerId);
      const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
      if (other === undefined) latest.current.pan(event.clientX - pointer.x, event.clientY - pointer.y);
      else pinch(event, pointer, other, latest.current);
      pointer.x = event.clientX;
      pointer.y = event.clientY;
    },
    onPointerUp: (event) => {
      const isClick = held.size === 1 && dragged.current <= LEAST_DRAG && event.target === frame.current;
      if (isClick) latest.current.click();
      release(event);
    },
    onPointerCancel: release,
  };
}

function useWheel(
  frame: { readonly current: SVGSVGElement | null },
  actions: { readonly current: PointerActions },
): void {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const step = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 30;
      const factor = Math.exp(-Math.max(-120, Math.min(120, step)) / 400);
      actions.current.zoom(factor, event.clientX - left, event.clientY - top);
    };
    // Preact cannot say `passive: false`, without which the page would scroll.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame]);
}

/** Zooms by how two fingers move apart or together, around their middle. */
function pinch(
  event: PointerEvent & { readonly currentTarget: Element },
  before: Held,
  other: Held,
  { zoom }: PointerActions,
): void {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  const apart = Math.hypot(before.x - other.x, before.y - other.y);
  if (apart === 0) return;
  const factor = Math.hypot(event.clientX - other.x, event.clientY - other.y) / apart;
  zoom(factor, (event.clientX + other.x) / 2 - left, (event.clientY + other.y) / 2 - top);
}
