import { annotationsOf } from './annotations.ts';
import { displayWidth, padEnd, padStart, truncateEnd, truncateStart, wrapText } from './display-width.ts';
import type { ExceptionSummary } from './exception-summary.ts';
import { formatDuration } from './format-duration.ts';
import { lookOf } from './outcome-look.ts';
import { readHttpStatus, readRetries } from './span-attribute.ts';
import { hintOf } from './span-hint.ts';
import { labelOf } from './span-label.ts';
import { outcomeOf } from './span-outcome.ts';
import type { Style } from './style.ts';
import { drawTimelineBar, type TimeRange } from './timeline-bar.ts';
import { GAP_WIDTH, MARK_WIDTH, type TraceLayout } from './trace-layout.ts';
import type { TreeRow } from './tree-rows.ts';

/** What all rows of a trace share. */
export interface SpanRendering {
  readonly layout: TraceLayout;
  readonly style: Style;
  /** From the trace's first start to its last end. */
  readonly range: TimeRange;
  /** The exceptions to tell below a row. */
  readonly exceptionsOf: (row: TreeRow) => readonly ExceptionSummary[];
}

/** What a message says after that many lines is rarely what is wrong. */
const MAX_MESSAGE_LINES = 3;
const GAP = ' '.repeat(GAP_WIDTH);

/** A span's own line and the lines below it: its retries, exceptions and annotations. */
export function renderSpan(row: TreeRow, rendering: SpanRendering): readonly string[] {
  return [
    renderRow(row, rendering),
    ...renderRetries(row, rendering),
    ...renderExceptions(row, rendering),
    ...renderAnnotations(row, rendering),
  ];
}

function renderRow(row: TreeRow, { layout, style, range }: SpanRendering): string {
  const { span } = row;
  const outcome = outcomeOf(span);
  const { mark, paint } = lookOf(outcome, style);
  const status = String(readHttpStatus(span) ?? '').slice(0, layout.status);
  const time = { start: span.startTimeUnixNano, end: span.endTimeUnixNano };
  const columns = [renderName(row, layout.name, style)];
  if (layout.hint > 0) columns.push(style.dim(padEnd(hintOf(span), layout.hint)));
  columns.push((outcome === 'ok' ? style.dim : paint)(padStart(status, layout.status)));
  columns.push(padStart(formatDuration(time.end - time.start), layout.duration));
  if (layout.timeline > 0) columns.push(paint(drawTimelineBar(time, range, layout.timeline)));
  // Good spans need no mark each; that leaves the others to be seen.
  const marked = outcome === 'ok' ? '  ' : `${paint(mark)} `;
  return marked + columns.join(GAP);
}

function renderName({ span, prefix }: TreeRow, width: number, style: Style): string {
  const { name, detail } = labelOf(span);
  const room = width - prefix.length;
  const shownName = truncateEnd(name, room);
  const detailRoom = room - displayWidth(shownName) - 1;
  const shownDetail = detailRoom > 1 && detail !== '' ? ` ${truncateEnd(detail, detailRoom)}` : '';
  const isSegment = span.kind === 'server' || span.kind === 'consumer';
  const shown = isSegment ? style.bold(shownName + shownDetail) : shownName + style.dim(shownDetail);
  return style.dim(prefix) + shown + ' '.repeat(Math.max(0, room - displayWidth(shownName + shownDetail)));
}

function renderRetries(row: TreeRow, { style }: SpanRendering): readonly string[] {
  const retries = readRetries(row.span);
  return retries === 0 ? [] : [detailLine(row, style, style.dim(retries === 1 ? '1 retry' : `${retries} retries`))];
}

function renderExceptions(row: TreeRow, { layout, style, exceptionsOf }: SpanRendering): readonly string[] {
  const { paint } = lookOf(outcomeOf(row.span), style);
  const room = detailRoom(row, layout);
  return exceptionsOf(row).flatMap(({ text, frame }) => {
    const lines = wrapText(text, room, MAX_MESSAGE_LINES).map((line) => detailLine(row, style, paint(line)));
    if (frame !== '') lines.push(detailLine(row, style, style.dim(`  at ${truncateStart(frame, room - 5)}`)));
    return lines;
  });
}

function renderAnnotations(row: TreeRow, { layout, style }: SpanRendering): readonly string[] {
  const room = detailRoom(row, layout);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { key, value } of annotationsOf(row.span)) {
    const shownKey = truncateEnd(key, Math.floor(room / 2));
    const shownValue = truncateEnd(value, room - displayWidth(shownKey) - 1);
    const width = displayWidth(shownKey) + 1 + displayWidth(shownValue);
    if (used > 0 && used + GAP_WIDTH + width > room) {
      lines.push(detailLine(row, style, line));
      [line, used] = ['', 0];
    }
    line += `${used > 0 ? GAP : ''}${style.dim(`${shownKey}=`)}${shownValue}`;
    used += (used > 0 ? GAP_WIDTH : 0) + width;
  }
  return used > 0 ? [...lines, detailLine(row, style, line)] : lines;
}

function detailRoom({ detailPrefix }: TreeRow, { width }: TraceLayout): number {
  return width - MARK_WIDTH - detailPrefix.length;
}

function detailLine({ detailPrefix }: TreeRow, style: Style, text: string): string {
  return ' '.repeat(MARK_WIDTH) + style.dim(detailPrefix) + text;
}
