import type { DatabaseSync } from 'node:sqlite';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import type { Call } from '../query/calls.ts';
import { callOfLink, createOriginFinder, findLinkOrigin, type LinkOrigin, listLinks } from '../query/link-calls.ts';
import type { TraceNode } from '../query/trace-tree.ts';

/** Links between traces, which arrive in any order. */
export interface TraceLinks {
  /** Notes a trace's links over those noted before, and gives the calls of those whose other side is known. */
  write(seq: number, traceId: string, roots: readonly TraceNode[]): readonly Call[];
  /** Ids of traces whose links lead to this one, and lead elsewhere now than when they were written. */
  findOutdated(traceId: string, roots: readonly TraceNode[]): readonly string[];
}

/** Links in a database; `readDocuments` gives what there is of a trace, nothing if need be. */
export function createTraceLinks(
  database: DatabaseSync,
  readDocuments: (traceId: string) => readonly SegmentDocument[],
): TraceLinks {
  const insertLink = database.prepare('INSERT INTO link VALUES (?, ?, ?, ?)');
  const deleteLinks = database.prepare('DELETE FROM link WHERE trace = ?');
  const findLinking = database.prepare(
    'SELECT t.trace_id, l.linked_id, l.origin FROM link l JOIN trace t ON t.seq = l.trace WHERE l.linked_trace = ?',
  );
  return {
    write(seq, traceId, roots) {
      deleteLinks.run(seq);
      const findOrigin = createOriginFinder(readDocuments);
      return listLinks(traceId, roots).flatMap((link) => {
        const origin = findOrigin(link);
        insertLink.run(seq, link.traceId, link.id, toText(origin));
        return (origin && callOfLink(link, origin)) ?? [];
      });
    },
    findOutdated(traceId, roots) {
      const rows = findLinking.all(traceId);
      const outdated = rows.filter((row) => toText(findLinkOrigin(roots, String(row['linked_id']))) !== row['origin']);
      return [...new Set(outdated.map((row) => String(row['trace_id'])))];
    },
  };
}

function toText(origin: LinkOrigin | undefined): string | null {
  return origin === undefined ? null : JSON.stringify(origin);
}
