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
  const waiting = [...roots].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.isSegment) calls.push(callOfSegment(node));
    else if (isOutgoing(node.document) && !node.children.some(({ isSegment }) => isSegment)) {
      calls.push(callOfSilent(node));
    }
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
  return calls;
}

function callOfSegment(node: TraceNode): Call {
  const target = nodeOfSegment(node.document);
  const own = observe(node);
  const isRoot = isRootSegment(node);
  const shared = { target, own, isRoot, isInferred: false, isLink: false, node };
  if (isRoot) return { ...shared, source: clientOf(target), edge: own, caller: undefined };
  const caller = outgoingAbove(node);
  const source = serviceAbove(node);
  if (source === undefined) return { ...shared, source: undefined, edge: undefined, caller: undefined };
  return { ...shared, source, edge: caller === undefined ? own : observe(caller), caller };
}

function callOfSilent(node: TraceNode): Call {
  const own = observe(node);
  const source = serviceAbove(node);
  return {
    source,
    target: inferredNode(node.document),
    edge: source === undefined ? undefined : own,
    own,
    isRoot: false,
    isInferred: true,
    isLink: false,
    node,
    caller: node,
  };
}

/** The nearest call above that leaves its service, unless a segment comes first. */
function outgoingAbove(node: TraceNode): TraceNode | undefined {
  for (let above = node.parent; above !== undefined && !above.isSegment; above = above.parent) {
    if (isOutgoing(above.document)) return above;
  }
  return undefined;
}

function serviceAbove(node: TraceNode): MapNode | undefined {
  const segment = segmentAbove(node);
  return segment && nodeOfSegment(segment.document);
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
