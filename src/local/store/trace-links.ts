import type { SegmentDocument } from '../../xray/segment-document.ts';
import type { Call } from '../query/calls.ts';
import { callOfLink, createOriginFinder, findLinkOrigin, type LinkOrigin, listLinks } from '../query/link-calls.ts';
import type { TraceNode } from '../query/trace-tree.ts';

/** Links between traces, which arrive in any order. */
export interface TraceLinks {
  /** Notes a trace's links over those noted before, and gives the calls of those whose other side is known. */
  write(traceId: string, roots: readonly TraceNode[]): readonly Call[];
  /** Ids of traces whose links lead to this one, and lead elsewhere now than when they were written. */
  findOutdated(traceId: string, roots: readonly TraceNode[]): readonly string[];
  /** The trace is gone. */
  delete(traceId: string): void;
}

/** A link as it was when its trace was written. */
interface NotedLink {
  readonly linkedTrace: string;
  readonly linkedId: string;
  readonly origin: string;
}

/** No links yet; `readDocuments` gives what there is of a trace, nothing if need be. */
export function createTraceLinks(readDocuments: (traceId: string) => readonly SegmentDocument[]): TraceLinks {
  /** By the trace that has them. */
  const links = new Map<string, readonly NotedLink[]>();
  /** The traces that have links to a trace, by its id. */
  const linking = new Map<string, Set<string>>();
  const forget = (traceId: string): void => {
    for (const { linkedTrace } of links.get(traceId) ?? []) {
      const others = linking.get(linkedTrace);
      others?.delete(traceId);
      if (others?.size === 0) linking.delete(linkedTrace);
    }
    links.delete(traceId);
  };
  return {
    write(traceId, roots) {
      forget(traceId);
      const found = listLinks(traceId, roots);
      if (found.length === 0) return [];
      const findOrigin = createOriginFinder(readDocuments);
      const noted: NotedLink[] = [];
      const calls: Call[] = [];
      for (const link of found) {
        const origin = findOrigin(link);
        noted.push({ linkedTrace: link.traceId, linkedId: link.id, origin: toText(origin) });
        const others = linking.get(link.traceId) ?? new Set();
        linking.set(link.traceId, others.add(traceId));
        const call = origin && callOfLink(link, origin);
        if (call !== undefined) calls.push(call);
      }
      links.set(traceId, noted);
      return calls;
    },
    findOutdated(traceId, roots) {
      const others = linking.get(traceId);
      if (others === undefined) return [];
      const isOutdated = ({ linkedTrace, linkedId, origin }: NotedLink): boolean =>
        linkedTrace === traceId && toText(findLinkOrigin(roots, linkedId)) !== origin;
      return [...others].filter((other) => links.get(other)?.some(isOutdated));
    },
    delete: forget,
  };
}

function toText(origin: LinkOrigin | undefined): string {
  return origin === undefined ? '' : JSON.stringify(origin);
}
