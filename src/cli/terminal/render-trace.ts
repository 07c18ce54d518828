import type { TraceRecord } from '../../local/trace-record.ts';
import { outcomeOf } from '../../local/query/document-outcome.ts';
import { timesOf } from '../../local/query/document-times.ts';
import { type CodePlaces, exceptionsOf } from './exception-summary.ts';
import { renderHeader } from './render-header.ts';
import { type NodeRendering, renderNode } from './render-node.ts';
import { findRepeatedExceptions } from './repeated-exceptions.ts';
import { createStyle } from './style.ts';
import type { TimeRange } from './timeline-bar.ts';
import { layOutColumns } from './trace-layout.ts';
import { buildTraceTree, type TraceNode } from '../../local/query/trace-tree.ts';
import { layOutTree, type TreeRow } from './tree-rows.ts';

/** How a trace is to be written. */
export interface RenderTraceOptions extends Partial<CodePlaces> {
  /** Cells in a line, from 40. */
  readonly width: number;
  readonly color: boolean;
  /** IANA name of the zone for times; the machine's own when absent. */
  readonly timeZone?: string;
}

/** More lines than anybody reads; the rest of a trace is counted. */
const MAX_ROWS = 200;
const MAX_EXCEPTIONS = 3;

/**
 * A trace as text for a terminal: a header, then a line for each segment and subsegment with tree, name, status,
 * duration and its place on the timeline; below it exceptions and annotations. Ends with a line break. Nothing that a
 * document says reaches the terminal as a control sequence.
 */
export function renderTrace(trace: TraceRecord, options: RenderTraceOptions): string {
  const style = createStyle(options.color);
  const layout = layOutColumns(options.width);
  const roots = buildTraceTree(trace.documents);
  const [root] = roots;
  if (root === undefined) return '';
  const nodes = listNodes(roots);
  const rows = layOutTree(roots, MAX_ROWS, Math.floor(layout.name / 2));
  const rendering = { layout, style, range: rangeOf(nodes), exceptionsOf: selectExceptions(rows, options) };
  const lines = rows.flatMap((row) => renderNode(row, rendering));
  const hidden = nodes.length - rows.length;
  if (hidden > 0) lines.push(style.dim(`  … ${hidden} more${countNotOk(nodes, rows)}`));
  return `${[...renderHeader(trace, root, { ...options, width: layout.width, style }), ...lines].join('\n')}\n`;
}

function listNodes(roots: readonly TraceNode[]): readonly TraceNode[] {
  const nodes = [...roots];
  // The list grows while it is walked.
  for (const { children } of nodes) for (const child of children) nodes.push(child);
  return nodes;
}

function selectExceptions(
  rows: readonly TreeRow[],
  { workingDirectory = '', packageDirectory = '' }: RenderTraceOptions,
): NodeRendering['exceptionsOf'] {
  const places = { workingDirectory, packageDirectory };
  const recorded = new Map(rows.map(({ node }) => [node, exceptionsOf(node.document, places)]));
  const nodes = rows.map(({ node }) => node);
  const repeated = findRepeatedExceptions(nodes, (node) => recorded.get(node) ?? []);
  return ({ node }) =>
    (recorded.get(node) ?? []).filter((exception) => !repeated.has(node, exception)).slice(0, MAX_EXCEPTIONS);
}

function rangeOf(nodes: readonly TraceNode[]): TimeRange {
  let [start, end] = [Infinity, -Infinity];
  for (const { document } of nodes) {
    const times = timesOf(document);
    start = Math.min(start, times.start);
    end = Math.max(end, times.end ?? times.start);
  }
  return { start, end };
}

function countNotOk(nodes: readonly TraceNode[], rows: readonly TreeRow[]): string {
  const shown = new Set(rows.map(({ node }) => node));
  const count = nodes.filter((node) => !shown.has(node) && outcomeOf(node.document) !== 'ok').length;
  return count === 0 ? '' : `, ${count} of them not ok`;
}
