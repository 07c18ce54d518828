import type { Service } from '../api/xray-api.ts';
import type { CallShape } from './call-shapes.ts';
import type { Outcome } from './document-outcome.ts';
import { toHistogramClass, valueOfClass } from './histogram-value.ts';
import { type CountedCalls, createServiceGraph } from './service-graph.ts';
import type { TimeRange } from './time-range.ts';
import type { TraceColumns } from './trace-columns.ts';

/** One side of calls that are alike, while they are counted. */
interface SideCount {
  start: number;
  end: number;
  seconds: number;
  /** By the number of the histogram's class. */
  readonly histogram: number[];
}

interface ShapeCount {
  readonly shape: CallShape;
  readonly edge: SideCount;
  readonly own: SideCount;
}

/** The map of all calls of the traces in these rows that were under way within a range of time. */
export function countCalls(traces: TraceColumns, rows: Iterable<number>, range: TimeRange): readonly Service[] {
  /** By the number of the shape. */
  const counts: ShapeCount[] = [];
  const { firstCall, callCount, calls } = traces;
  for (const row of rows) {
    const first = firstCall[row] ?? 0;
    const behind = first + (callCount[row] ?? 0);
    for (let call = first; call < behind; call += 1) {
      const shape = calls.shape[call];
      const [start = NaN, end = NaN] = [calls.start[call], calls.end[call]];
      if (shape === undefined || start >= range.end || end < range.start) continue;
      const { edge, own } = (counts[shape.number] ??= { shape, edge: createCount(), own: createCount() });
      if (shape.source !== undefined) countSide(edge, start, end, calls.edgeSeconds[call]);
      // What a call that no segment answers says of the edge, it says of the node; the call of a link has been counted.
      if (!shape.isLink && (!shape.isInferred || shape.source === undefined)) {
        countSide(own, start, end, calls.ownSeconds[call]);
      }
    }
  }
  return drawCounts(Object.values(counts));
}

function createCount(): SideCount {
  return { start: Infinity, end: -Infinity, seconds: 0, histogram: [] };
}

function countSide(count: SideCount, start: number, end: number, seconds = NaN): void {
  if (start < count.start) count.start = start;
  if (end > count.end) count.end = end;
  if (Number.isNaN(seconds)) return;
  count.seconds += seconds;
  const number = toHistogramClass(seconds);
  count.histogram[number] = (count.histogram[number] ?? 0) + 1;
}

function drawCounts(counts: readonly ShapeCount[]): readonly Service[] {
  const graph = createServiceGraph();
  for (const { shape, edge } of counts) {
    const { source, target, edgeOutcome, isLink } = shape;
    if (source !== undefined) graph.addEdge(source, target, toCounted(edge, edgeOutcome), isLink);
  }
  for (const { shape, edge, own } of counts) {
    const { source, target, ownOutcome, isRoot, isInferred, isLink } = shape;
    const isSilent = isInferred && source !== undefined;
    if (!isLink) graph.addNode(target, toCounted(isSilent ? edge : own, ownOutcome), { isRoot, isActive: !isInferred });
  }
  return graph.build();
}

function toCounted({ start, end, seconds, histogram }: SideCount, outcome: Outcome | undefined): CountedCalls {
  const entries = Object.entries(histogram).map(([number, count]) => [valueOfClass(Number(number)), count] as const);
  return { start, end, seconds, histogram: entries, outcome };
}
