import { annotationsOf } from './annotations.ts';
import { displayWidth, padEnd, padStart, truncateEnd, truncateStart, wrapText } from './display-width.ts';
import { httpStatusOf, retriesOf } from './document-field.ts';
import { hintOf } from './document-hint.ts';
import { labelOf } from './document-label.ts';
import { outcomeOf } from '../../local/query/document-outcome.ts';
import { timesOf } from '../../local/query/document-times.ts';
import type { ExceptionSummary } from './exception-summary.ts';
import { formatDuration } from './format-duration.ts';
import { countMetadata } from './metadata-count.ts';
import { lookOf } from './outcome-look.ts';
import type { Style } from './style.ts';
import { drawTimelineBar, type TimeRange } from './timeline-bar.ts';
import { GAP_WIDTH, MARK_WIDTH, type TraceLayout } from './trace-layout.ts';
import type { TreeRow } from './tree-rows.ts';

/** What all rows of a trace share. */
export interface NodeRendering {
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

/** A segment's or subsegment's own line and the lines below it: its retries, exceptions and annotations. */
export function renderNode(row: TreeRow, rendering: NodeRendering): readonly string[] {
  return [
    renderRow(row, rendering),
    ...renderRetries(row, rendering),
    ...renderExceptions(row, rendering),
    ...renderAnnotations(row, rendering),
  ];
}

function renderRow(row: TreeRow, { layout, style, range }: NodeRendering): string {
  const { document } = row.node;
  const outcome = outcomeOf(document);
  const { mark, paint } = lookOf(outcome, style);
  const { start, end } = timesOf(document);
  const columns = [renderName(row, layout.name, style)];
  if (layout.hint > 0) columns.push(style.dim(padEnd(hintOf(row.node), layout.hint)));
  columns.push((outcome === 'ok' ? style.dim : paint)(padStart(String(httpStatusOf(document) ?? ''), layout.status)));
  columns.push(padStart(end === undefined ? 'running' : formatDuration(end - start), layout.duration));
  if (layout.timeline > 0)
    columns.push(paint(drawTimelineBar({ start, end: end ?? range.end }, range, layout.timeline)));
  // What went well needs no mark; that leaves the others to be seen.
  const marked = outcome === 'ok' ? '  ' : `${paint(mark)} `;
  return marked + columns.join(GAP);
}

function renderName({ node, prefix }: TreeRow, width: number, style: Style): string {
  const { name, detail } = labelOf(node);
  const room = width - prefix.length;
  const shownName = truncateEnd(name, room);
  const detailRoom = room - displayWidth(shownName) - 1;
  const shownDetail = detailRoom > 1 && detail !== '' ? ` ${truncateEnd(detail, detailRoom)}` : '';
  const shown = node.isSegment ? style.bold(shownName + shownDetail) : shownName + style.dim(shownDetail);
  return style.dim(prefix) + shown + ' '.repeat(Math.max(0, room - displayWidth(shownName + shownDetail)));
}

function renderRetries(row: TreeRow, { layout, style }: NodeRendering): readonly string[] {
  const retries = retriesOf(row.node.document);
  const text = retries === 1 ? '1 retry' : `${retries} retries`;
  return retries === 0 ? [] : [detailLine(row, style, style.dim(truncateEnd(text, detailRoom(row, layout))))];
}

function renderExceptions(row: TreeRow, { layout, style, exceptionsOf }: NodeRendering): readonly string[] {
  const { paint } = lookOf(outcomeOf(row.node.document), style);
  const room = detailRoom(row, layout);
  return exceptionsOf(row).flatMap(({ text, frame }) => {
    const lines = wrapText(text, room, MAX_MESSAGE_LINES).map((line) => detailLine(row, style, paint(line)));
    if (frame !== '') lines.push(detailLine(row, style, style.dim(`  at ${truncateStart(frame, room - 5)}`)));
    return lines;
  });
}

/** A text for the terminal and the cells that it takes. */
interface Piece {
  readonly text: string;
  readonly width: number;
}

/** Annotations, as many in a line as fit; of metadata only how much there is. */
function renderAnnotations(row: TreeRow, { layout, style }: NodeRendering): readonly string[] {
  const room = detailRoom(row, layout);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { text, width } of [...annotationPieces(row, style, room), ...metadataPieces(row, style)]) {
    if (used > 0 && used + GAP_WIDTH + width > room) {
      lines.push(detailLine(row, style, line));
      [line, used] = ['', 0];
    }
    line += `${used > 0 ? GAP : ''}${text}`;
    used += (used > 0 ? GAP_WIDTH : 0) + width;
  }
  return used > 0 ? [...lines, detailLine(row, style, line)] : lines;
}

function annotationPieces({ node }: TreeRow, style: Style, room: number): readonly Piece[] {
  return annotationsOf(node.document).map(({ key, value }) => {
    const shownKey = truncateEnd(key, Math.floor(room / 2));
    const shownValue = truncateEnd(value, room - displayWidth(shownKey) - 1);
    const width = displayWidth(shownKey) + 1 + displayWidth(shownValue);
    return { text: style.dim(`${shownKey}=`) + shownValue, width };
  });
}

function metadataPieces({ node }: TreeRow, style: Style): readonly Piece[] {
  const count = countMetadata(node.document);
  const text = `+${count} metadata`;
  return count === 0 ? [] : [{ text: style.dim(text), width: text.length }];
}

function detailRoom({ detailPrefix }: TreeRow, { width }: TraceLayout): number {
  return width - MARK_WIDTH - detailPrefix.length;
}

function detailLine({ detailPrefix }: TreeRow, style: Style, text: string): string {
  return ' '.repeat(MARK_WIDTH) + style.dim(detailPrefix) + text;
}
