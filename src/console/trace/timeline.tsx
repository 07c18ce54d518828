import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { isTimelineNarrow } from '../parts/narrow-screen.ts';
import { WindowedList } from '../parts/windowed-list.tsx';
import { MiniMap } from './mini-map.tsx';
import { Ruler } from './ruler.tsx';
import { placeIn, ticksOf, type TimeWindow } from './time-window.ts';
import { TimelineRow } from './timeline-row.tsx';
import type { TraceState } from './trace-state.ts';

/** As in trace.css. */
const ROW_HEIGHT = 30;
const NARROW_ROW_HEIGHT = 48;

/** From here on an overview helps. */
const MANY_ROWS = 60;

/** All segments and subsegments by nesting and time. */
export function Timeline({ state }: { readonly state: TraceState }): JSX.Element {
  const rows = state.rows.value;
  const matched = useComputed(() => new Set(state.matches.value));
  const { selectedRow } = state;
  const isSearching = state.words.value.trim() !== '';
  return (
    <div class="timeline" style={gridOf(state.window.value)}>
      {rows.length > MANY_ROWS ? <MiniMap state={state} /> : null}
      <Ruler state={state} />
      <WindowedList
        class="timeline-rows"
        role="treegrid"
        label="Segments and subsegments"
        count={rows.length}
        rowHeight={isTimelineNarrow.value ? NARROW_ROW_HEIGHT : ROW_HEIGHT}
        shown={selectedRow}
        activeId={selectedRow.value < 0 ? undefined : `row-${selectedRow.value}`}
        renderRow={(index) => {
          const node = rows[index];
          return node === undefined ? null : (
            <TimelineRow
              index={index}
              node={node}
              window={state.window.value}
              critical={state.critical.value.get(node.index)}
              isFolded={state.folded.value.has(node.id)}
              isSelected={index === selectedRow.value}
              match={isSearching ? (matched.value.has(node.index) ? 'yes' : 'no') : undefined}
              state={state}
            />
          );
        }}
      />
    </div>
  );
}

/** Where the faint lines of the ruler's moments stand, for the rows' background. */
function gridOf(window: TimeWindow): Record<string, string> {
  const { ticks, step } = ticksOf(window);
  const share = step / (window.to - window.from);
  // A background's place in percent is of the room that its picture leaves.
  const place = share < 1 ? placeIn(window, ticks[0] ?? window.from) / (1 - share) : 0;
  return { '--ticks': `${share * 100}%`, '--ticks-at': `${place * 100}%` };
}
