import type { JSX } from 'preact';
import { formatTick } from '../format/duration.ts';
import { useBrush } from '../parts/use-brush.ts';
import { fullWindow, placeIn, ticksOf } from './time-window.ts';
import type { TraceState } from './trace-state.ts';

/** The heads of the timeline's columns; of the last, the time. */
export function Ruler({ state }: { readonly state: TraceState }): JSX.Element {
  return (
    <div class="ruler-frame">
      <div class="ruler row">
        <div class="row-label">Name</div>
        <div class="row-status">Status</div>
        <div class="row-duration">Duration</div>
        <Time state={state} />
      </div>
    </div>
  );
}

/** Words that would stand beyond the edge are left out. */
function Tick({ tick, place }: { readonly tick: number; readonly place: number }): JSX.Element {
  return (
    <span class="tick numbers" data-late={place > 0.75} style={{ left: `${place * 100}%` }}>
      {place > 0.9 ? '' : formatTick(tick)}
    </span>
  );
}

/** Dragging over it looks closer, a double click shows all. */
function Time({ state }: { readonly state: TraceState }): JSX.Element {
  const { from, to } = state.window.value;
  const all = fullWindow(state.model.value?.duration ?? 0);
  const { brush, handlers } = useBrush((dragged) => {
    state.window.value = { from: from + dragged.from * (to - from), to: from + dragged.to * (to - from) };
  });
  const showAll = (): void => {
    state.window.value = all;
  };
  return (
    <div class="ruler-time" title="Drag to look closer; double click to see all" onDblClick={showAll} {...handlers}>
      {ticksOf({ from, to }).ticks.map((tick) => (
        <Tick key={tick} tick={tick} place={placeIn({ from, to }, tick)} />
      ))}
      {brush.value === undefined ? null : (
        <span
          class="ruler-brush"
          style={{ left: `${brush.value.from * 100}%`, width: `${(brush.value.to - brush.value.from) * 100}%` }}
        />
      )}
      {to - from < all.to * 0.999 ? (
        <button
          class="ruler-all"
          type="button"
          title="Show all of the time (0)"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={showAll}
        >
          All
        </button>
      ) : null}
    </div>
  );
}
