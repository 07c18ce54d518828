import { outcomeOf, type Outcome } from './document-outcome.ts';
import { clientOf, inferredNode, isOutgoing, type MapNode, nodeOfSegment } from './map-node.ts';
import type { TraceNode } from './trace-tree.ts';

/** How one side saw a call. */
export interface Observation {
  readonly start: number;
  readonly end: number;
  /** Undefined while it is in progress, which counts in no statistics. */
  readonly outcome: Outcome | undefined;
}

/** One call in a trace: the edge and the node that it leads to. */
export interface Call {
  /** Undefined when the caller sends its documents elsewhere, or never. */
  readonly source: MapNode | undefined;
  readonly target: MapNode;
  /** As the caller saw it, of a link the way from sending to receiving; undefined without a caller. */
  readonly edge: Observation | undefined;
  /** As the target itself saw it, or the caller where the target is silent. */
  readonly own: Observation;
  /** The trace begins here. */
  readonly isRoot: boolean;
  /** The target sends no segments. */
  readonly isInferred: boolean;
  /** The target was set off by another trace, such as through a queue. */
  readonly isLink: boolean;
  /** The segment of the target, or the subsegment of the caller where the target is silent. */
  readonly node: TraceNode;
  /** The subsegment of the caller, if any. */
  readonly caller: TraceNode | undefined;
}

/**
 * All calls of a trace. A segment is a call of whoever calls it; a subsegment that leaves the service is one when no
 * segment answers it. Work inside a service is no call.
 */
export function listCalls(roots: readonly TraceNode[]): readonly Call[] {
  const calls: Call[] = [];
  const waiting: PlacedNode[] = [];
  const waitFor = (nodes: readonly TraceNode[], segment?: TraceNode, outgoing?: TraceNode): void => {
    for (let index = nodes.length - 1; index >= 0; index -= 1) {
      const node = nodes[index];
      if (node !== undefined) waiting.push({ node, segment, outgoing });
    }
  };
  waitFor(roots);
  for (let placed = waiting.pop(); placed !== undefined; placed = waiting.pop()) {
    const { node, segment, outgoing } = placed;
    const isLeaving = isOutgoing(node.document);
    if (node.isSegment) calls.push(callOfSegment(placed));
    else if (isLeaving && !node.children.some(({ isSegment }) => isSegment)) calls.push(callOfSilent(placed));
    // What is above is handed down: looking up from each part takes ages where many lie in one another.
    if (node.isSegment) waitFor(node.children, node);
    else waitFor(node.children, segment, isLeaving ? node : outgoing);
  }
  return calls;
}

/** A part of a trace with what it lies in. */
interface PlacedNode {
  readonly node: TraceNode;
  readonly segment: TraceNode | undefined;
  /** The nearest call above that leaves its service, unless a segment comes first. */
  readonly outgoing: TraceNode | undefined;
}

function callOfSegment({ node, segment, outgoing: caller }: PlacedNode): Call {
  const target = nodeOfSegment(node.document);
  const own = observe(node);
  const isRoot = isRootSegment(node);
  const shared = { target, own, isRoot, isInferred: false, isLink: false, node };
  if (isRoot) return { ...shared, source: clientOf(target), edge: own, caller: undefined };
  if (segment === undefined) return { ...shared, source: undefined, edge: undefined, caller: undefined };
  const source = nodeOfSegment(segment.document);
  return { ...shared, source, edge: caller === undefined ? own : observe(caller), caller };
}

function callOfSilent({ node, segment }: PlacedNode): Call {
  const own = observe(node);
  return {
    source: segment && nodeOfSegment(segment.document),
    target: inferredNode(node.document),
    edge: segment === undefined ? undefined : own,
    own,
    isRoot: false,
    isInferred: true,
    isLink: false,
    node,
    caller: node,
  };
}

/** True for a segment that nobody called within its trace. */
export function isRootSegment({ parent, document }: TraceNode): boolean {
  return parent === undefined && (document.parent_id ?? '') === '';
}

/** The segment that a part of a trace lies in; undefined when that is not there. */
export function segmentAbove(node: TraceNode): TraceNode | undefined {
  let above = node.parent;
  while (above !== undefined && !above.isSegment) above = above.parent;
  return above;
}

/** A segment's or subsegment's own view of itself. */
export function observe({ document, start, end }: TraceNode): Observation {
  return { start, end: end ?? start, outcome: end === undefined ? undefined : outcomeOf(document) };
}
