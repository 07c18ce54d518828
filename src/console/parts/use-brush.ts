import { type ReadonlySignal, useSignal } from '@preact/signals';

/** What was dragged over, as shares of the width, the smaller first. */
export interface Brush {
  readonly from: number;
  readonly to: number;
}

type FramedPointer = PointerEvent & { readonly currentTarget: HTMLElement };

/** Handlers for the element that is dragged over. */
export interface BrushHandlers {
  readonly onPointerDown: (event: FramedPointer) => void;
  readonly onPointerMove: (event: FramedPointer) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/** Less is a click. */
const LEAST_DRAG = 0.008;

/** Lets the reader drag over an element; `onSelect` hears of each finished drag, `brush` is the one under way. */
export function useBrush(onSelect: (brush: Brush) => void): {
  readonly brush: ReadonlySignal<Brush | undefined>;
  readonly handlers: BrushHandlers;
} {
  const began = useSignal(0);
  const brush = useSignal<Brush | undefined>(undefined);
  const handlers: BrushHandlers = {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      began.value = placeOf(event);
      brush.value = { from: began.value, to: began.value };
    },
    onPointerMove: (event) => {
      if (brush.value === undefined) return;
      const place = placeOf(event);
      brush.value = { from: Math.min(began.value, place), to: Math.max(began.value, place) };
    },
    onPointerUp: () => {
      const dragged = brush.value;
      brush.value = undefined;
      if (dragged !== undefined && dragged.to - dragged.from >= LEAST_DRAG) onSelect(dragged);
    },
    onPointerCancel: () => (brush.value = undefined),
  };
  return { brush, handlers };
}

function placeOf(event: FramedPointer): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.max(0, Math.min(1, (event.clientX - left) / width));
}
