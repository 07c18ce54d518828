import type { SpanRecord } from '../../local/span-record.ts';
import type { TraceRecord } from '../../local/trace-record.ts';
import { exceptionsOf } from './exception-summary.ts';
import { renderHeader } from './render-header.ts';
import { renderSpan } from './render-span.ts';
import { findRepeatedExceptions } from './repeated-exceptions.ts';
import { outcomeOf } from './span-outcome.ts';
import { createStyle } from './style.ts';
import type { TimeRange } from './timeline-bar.ts';
import { layOutColumns } from './trace-layout.ts';
import { buildTraceTree } from './trace-tree.ts';
import { layOutTree, type TreeRow } from './tree-rows.ts';

/** How a trace is to be written. */
export interface RenderTraceOptions {
  /** Cells in a line, from 40. */
  readonly width: number;
  readonly color: boolean;
  /** Stack frames below this folder are written relative to it. */
  readonly workingDirectory?: string;
  /** IANA name of the zone for times; the machine's own when absent. */
  readonly timeZone?: string;
}

/** More lines than anybody reads; the rest of a trace is counted. */
const MAX_ROWS = 200;
const MAX_EXCEPTIONS = 3;

/**
 * A trace as text for a terminal: a header, then a line for each span with tree, name, status, duration and its
 * place on the timeline; below it exceptions and annotations. Ends with a line break. Nothing that a span says
 * reaches the terminal as a control sequence.
 */
export function renderTrace(trace: TraceRecord, options: RenderTraceOptions): string {
  const style = createStyle(options.color);
  const layout = layOutColumns(options.width);
  const roots = buildTraceTree(trace.spans);
  const [root] = roots;
  if (root === undefined) return '';
  const rows = layOutTree(roots, MAX_ROWS, Math.floor(layout.name / 2));
  const rendering = { layout, style, range: rangeOf(trace.spans), exceptionsOf: selectExceptions(rows, options) };
  const lines = rows.flatMap((row) => renderSpan(row, rendering));
  const hidden = trace.spans.length - rows.length;
  if (hidden > 0) lines.push(style.dim(`  … ${hidden} more spans${countFaults(trace.spans, rows)}`));
  return `${[...renderHeader(trace, root, { ...options, width: layout.width, style }), ...lines].join('\n')}\n`;
}

function selectExceptions(rows: readonly TreeRow[], { workingDirectory = '' }: RenderTraceOptions) {
  const recorded = new Map(rows.map(({ node, span }) => [node, exceptionsOf(span, workingDirectory)]));
  const nodes = rows.map(({ node }) => node);
  const repeated = findRepeatedExceptions(nodes, (node) => recorded.get(node) ?? []);
  return ({ node }: TreeRow) =>
    (recorded.get(node) ?? []).filter((exception) => !repeated.has(node, exception)).slice(0, MAX_EXCEPTIONS);
}

function rangeOf(spans: readonly SpanRecord[]): TimeRange {
  let [start, end] = [spans[0]?.startTimeUnixNano ?? 0n, spans[0]?.endTimeUnixNano ?? 0n];
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
    if (startTimeUnixNano < start) start = startTimeUnixNano;
    if (endTimeUnixNano > end) end = endTimeUnixNano;
  }
  return { start, end };
}

function countFaults(spans: readonly SpanRecord[], rows: readonly TreeRow[]): string {
  const shown = new Set(rows.map(({ span }) => span));
  const faults = spans.filter((span) => !shown.has(span) && outcomeOf(span) !== 'ok').length;
  return faults === 0 ? '' : `, ${faults} of them not ok`;
}
