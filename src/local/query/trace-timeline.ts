import type { TraceTimeline } from '../api/console-api.ts';
import type { TraceRecord } from '../trace-record.ts';
import { findCriticalPath } from './critical-path.ts';
import { outcomeOf } from './document-outcome.ts';
import { timesOf } from './document-times.ts';
import { buildTraceTree, isOrphan, type TraceNode } from './trace-tree.ts';

const OUTCOMES = ['ok', 'error', 'throttle', 'fault'] as const;

type Lists = {
  readonly [Key in keyof TraceTimeline]: TraceTimeline[Key] extends readonly (infer Item)[] ? Item[] : never;
};
type Columns = Pick<
  Lists,
  | 'ids'
  | 'parents'
  | 'names'
  | 'services'
  | 'kinds'
  | 'starts'
  | 'durations'
  | 'outcomes'
  | 'statuses'
  | 'orphans'
  | 'critical'
>;

/** A trace as a timeline draws it, one row after the other; small even for many thousand rows. */
export function buildTimeline({ traceId, documents, revision }: TraceRecord): TraceTimeline {
  const roots = buildTraceTree(documents);
  const rows = listInOrder(roots);
  const texts = new Map<string, number>();
  const indexOf = (text: string): number => {
    const known = texts.get(text) ?? texts.size;
    texts.set(text, known);
    return known;
  };
  const indexes = new Map(rows.map((node, index) => [node, index]));
  const critical = roots[0] === undefined ? new Set<TraceNode>() : findCriticalPath(roots[0]);
  const startTime = rows.reduce((earliest, { document }) => Math.min(earliest, timesOf(document).start), Infinity);
  const columns = createColumns();
  const services = new Map<TraceNode, string>();
  let lastEnd = startTime;
  for (const node of rows) {
    const { document, parent } = node;
    const { start, end } = timesOf(document);
    const service = node.isSegment ? (document.name ?? '') : ((parent && services.get(parent)) ?? document.name ?? '');
    services.set(node, service);
    lastEnd = Math.max(lastEnd, end ?? start);
    columns.ids.push(document.id ?? '');
    columns.parents.push(parent === undefined ? -1 : (indexes.get(parent) ?? -1));
    columns.names.push(indexOf(document.name ?? ''));
    columns.services.push(indexOf(service));
    columns.kinds.push(kindOf(node));
    columns.starts.push(toMicros(start - startTime));
    columns.durations.push(end === undefined ? -1 : toMicros(end - start));
    columns.outcomes.push(OUTCOMES.indexOf(outcomeOf(document)));
    columns.statuses.push(Number(document.http?.response?.status ?? 0));
    columns.orphans.push(isOrphan(node) ? 1 : 0);
    columns.critical.push(critical.has(node) ? 1 : 0);
  }
  return {
    traceId,
    revision,
    startTime,
    duration: toMicros(lastEnd - startTime),
    texts: [...texts.keys()],
    ...columns,
  };
}

/** The rows of a timeline: each node before its children. */
function listInOrder(roots: readonly TraceNode[]): readonly TraceNode[] {
  const rows: TraceNode[] = [];
  const waiting = roots.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    rows.push(node);
    for (const child of node.children.toReversed()) waiting.push(child);
  }
  return rows;
}

function createColumns(): Columns {
  return {
    ids: [],
    parents: [],
    names: [],
    services: [],
    kinds: [],
    starts: [],
    durations: [],
    outcomes: [],
    statuses: [],
    orphans: [],
    critical: [],
  };
}

function kindOf({ isSegment, document: { sql, namespace } }: TraceNode): number {
  if (isSegment) return 0;
  if (namespace === 'aws') return 1;
  if (sql !== undefined) return 3;
  return namespace === 'remote' ? 2 : 4;
}

function toMicros(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
