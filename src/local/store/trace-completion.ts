import type { SegmentDocument } from '../../xray/segment-document.ts';

/** How long a trace must be quiet before it counts as finished, in milliseconds. */
export interface QuietTimes {
  /** When its root has ended: a document without a parent. */
  readonly rootedMillis: number;
  /** When its topmost document is a segment whose parent is in another process, which may be sent here, or never. */
  readonly remoteParentMillis: number;
  /** When a segment is still missing or in progress: it has probably not ended yet. */
  readonly missingParentMillis: number;
}

/** Quiet times for people who watch: soon when the trace is surely whole, later when more may come. */
export const DEFAULT_QUIET_TIMES: QuietTimes = {
  rootedMillis: 300,
  remoteParentMillis: 1000,
  missingParentMillis: 10_000,
};

/** How long a trace of these documents must be quiet before it counts as finished, in milliseconds. */
export function quietMillisFor(documents: readonly SegmentDocument[], times: QuietTimes): number {
  const finished: SegmentDocument[] = [];
  for (const document of documents) {
    if (document.in_progress === true) continue;
    if (document.parent_id === undefined) return times.rootedMillis;
    finished.push(document);
  }
  const ids = collectIds(documents);
  const isEntry = ({ type, parent_id: parentId }: SegmentDocument) =>
    type !== 'subsegment' && parentId !== undefined && !ids.has(parentId);
  return finished.some(isEntry) ? times.remoteParentMillis : times.missingParentMillis;
}

/** The ids of the documents and of the subsegments inside them. */
function collectIds(documents: readonly SegmentDocument[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const waiting = [...documents];
  for (let document = waiting.pop(); document !== undefined; document = waiting.pop()) {
    if (document.id !== null) ids.add(document.id);
    for (const subsegment of document.subsegments ?? []) waiting.push(subsegment);
  }
  return ids;
}
