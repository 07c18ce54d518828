import type { SegmentDocument } from '../../xray/segment-document.ts';
import { type Call, isRootSegment, observe, segmentAbove } from './calls.ts';
import { inferredNode, isOutgoing, type MapNode, nodeOfSegment } from './map-node.ts';
import { listNodes } from './summarize-trace.ts';
import { buildTraceTree, type TraceNode } from './trace-tree.ts';

/** What a link leads back to: the part of another trace that set this one off, such as by a message. */
export interface LinkOrigin {
  /** The queue, topic or bus that was called, or the service that did the work. */
  readonly node: MapNode;
  /** When that part ended, in seconds since 1970. */
  readonly sentAt: number;
}

/** A link of a trace to another one. */
export interface TraceLink {
  readonly traceId: string;
  readonly id: string;
  /** The part of the trace that has the link. */
  readonly linking: TraceNode;
}

/** All links of a trace to others; those within the trace say nothing that its parents do not. */
export function listLinks(traceId: string, roots: readonly TraceNode[]): readonly TraceLink[] {
  return listNodes(roots).flatMap((linking) => {
    const links = linking.document.links?.filter((link) => link.trace_id !== traceId) ?? [];
    return links.map((link) => ({ traceId: link.trace_id, id: link.id, linking }));
  });
}

/** The origin that an id names in the trace with these roots; undefined when it is not there. */
export function findLinkOrigin(roots: readonly TraceNode[], id: string): LinkOrigin | undefined {
  const linked = nodesById(roots).get(id);
  const node = linked && nodeOfLinked(linked);
  if (linked === undefined || node === undefined) return undefined;
  return { node, sentAt: linked.end ?? linked.start };
}

/** Of the trees that links were last looked for in, for a trace may have thousands of links to one other. */
const idsOfTrees = new WeakMap<readonly TraceNode[], ReadonlyMap<string, TraceNode>>();

function nodesById(roots: readonly TraceNode[]): ReadonlyMap<string, TraceNode> {
  const known = idsOfTrees.get(roots);
  if (known !== undefined) return known;
  const nodes = new Map<string, TraceNode>();
  for (const node of listNodes(roots)) {
    const { id } = node.document;
    // Of several with one id the uppermost counts.
    if (id !== null && !nodes.has(id)) nodes.set(id, node);
  }
  idsOfTrees.set(roots, nodes);
  return nodes;
}

/** Finds origins in other traces, whose documents `readDocuments` gives, and reads each trace once. */
export function createOriginFinder(
  readDocuments: (traceId: string) => readonly SegmentDocument[],
): (link: TraceLink) => LinkOrigin | undefined {
  const trees = new Map<string, readonly TraceNode[]>();
  return ({ traceId, id }) => {
    const tree = trees.get(traceId) ?? buildTraceTree(readDocuments(traceId));
    trees.set(traceId, tree);
    return findLinkOrigin(tree, id);
  };
}

/**
 * The call that a link stands for: from its origin to the service that has the link, which lasted from sending to
 * receiving. Undefined where the service sent no segment (yet).
 */
export function callOfLink({ linking }: TraceLink, { node: source, sentAt }: LinkOrigin): Call | undefined {
  const segment = linking.isSegment ? linking : segmentAbove(linking);
  if (segment === undefined) return undefined;
  const received = linking.start;
  const own = observe(segment);
  return {
    source,
    target: nodeOfSegment(segment.document),
    // Clocks of two machines differ.
    edge: { start: Math.min(sentAt, received), end: received, outcome: own.outcome },
    own,
    isRoot: isRootSegment(segment),
    isInferred: false,
    isLink: true,
    node: segment,
    caller: undefined,
  };
}

/** What a message was given to; for any other work its service. */
function nodeOfLinked(linked: TraceNode): MapNode | undefined {
  const { document, children } = linked;
  if (linked.isSegment) return nodeOfSegment(document);
  if (isOutgoing(document) && !children.some(({ isSegment }) => isSegment)) return inferredNode(document);
  const segment = segmentAbove(linked);
  return segment && nodeOfSegment(segment.document);
}
