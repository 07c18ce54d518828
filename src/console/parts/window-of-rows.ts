/** Which rows of a long list are in the page. */
export interface RowWindow {
  readonly first: number;
  /** One after the last. */
  readonly end: number;
}

/** More than the eye scrolls in a frame. */
const BEYOND = 12;

/** The rows that are seen, and a few beyond on either side, when all rows are equally high. */
export function windowOfRows(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight) - BEYOND;
  const end = Math.ceil((Math.max(0, scrollTop) + height) / rowHeight) + BEYOND;
  const last = Math.min(count, Math.max(0, end));
  return { first: Math.min(Math.max(0, first), last), end: last };
}

/** Where to scroll so that `row` is seen, moving as little as possible; what is seen already stays. */
export function scrollToRow(row: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = row * rowHeight;
  if (top < scrollTop + rowHeight) return Math.max(0, top - rowHeight);
  return top + 2 * rowHeight > scrollTop + height ? Math.max(0, top + 2 * rowHeight - height) : scrollTop;
}
