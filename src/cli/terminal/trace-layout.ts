import { HINT_WIDTH } from './document-hint.ts';

/** The widths of a trace's columns, in cells; the same for every trace of one terminal, so that they line up. */
export interface TraceLayout {
  readonly width: number;
  /** Tree lines and name. */
  readonly name: number;
  /** 0 where there is no room for the column. */
  readonly hint: number;
  readonly status: number;
  readonly duration: number;
  /** 0 where there is no room for the column. */
  readonly timeline: number;
}

/** The mark before each line. */
export const MARK_WIDTH = 2;

/** Between two columns. */
export const GAP_WIDTH = 2;

const STATUS_WIDTH = 3;
const DURATION_WIDTH = 7;
const NARROWEST_WITH_HINT = 72;
const NARROWEST_WITH_TIMELINE = 56;
const NARROWEST = 40;
const WIDEST = 200;

/** Columns for a terminal of `width` cells, reckoned as 40 to 200: first the hint goes, then the timeline. */
export function layOutColumns(width: number): TraceLayout {
  const used = Math.min(Math.max(width, NARROWEST), WIDEST);
  const hint = used < NARROWEST_WITH_HINT ? 0 : HINT_WIDTH;
  const timeline = used < NARROWEST_WITH_TIMELINE ? 0 : Math.floor(used * 0.3);
  const columns = [hint, STATUS_WIDTH, DURATION_WIDTH, timeline].filter((column) => column > 0);
  const others = columns.reduce((sum, column) => sum + column + GAP_WIDTH, MARK_WIDTH);
  return { width: used, name: used - others, hint, status: STATUS_WIDTH, duration: DURATION_WIDTH, timeline };
}
