import type { SpanRecord } from '../../local/span-record.ts';

/** A span in its place. */
export interface TraceNode {
  readonly span: SpanRecord;
  readonly parent: TraceNode | undefined;
  /** By start time. */
  readonly children: readonly TraceNode[];
}

interface LinkedNode extends TraceNode {
  parent: LinkedNode | undefined;
  children: LinkedNode[];
}

/**
 * The spans as trees: usually one, more when a parent is missing; a span without a parent comes first, then by
 * start time. Every span is in exactly one place, even when the parents form a circle (which is then cut at its
 * earliest span), and at any depth.
 */
export function buildTraceTree(spans: readonly SpanRecord[]): readonly TraceNode[] {
  const nodes = linkNodes(spans);
  const reached = new Set<LinkedNode>();
  const roots = nodes.filter(({ parent }) => parent === undefined);
  for (const root of roots) reach(root, reached);
  for (const node of nodes) {
    if (reached.has(node)) continue;
    cutFromParent(node);
    roots.push(node);
    reach(node, reached);
  }
  const rank = ({ span }: TraceNode) => (span.parentSpanId === undefined ? 0 : 1);
  return roots.toSorted((a, b) => rank(a) - rank(b) || compareTimes(a.span, b.span));
}

/** All nodes by start time, each linked to its parent where that is there. */
function linkNodes(spans: readonly SpanRecord[]): readonly LinkedNode[] {
  const nodes = new Map<string, LinkedNode>();
  for (const span of spans) nodes.set(span.spanId, { span, parent: undefined, children: [] });
  const ordered = [...nodes.values()].toSorted((a, b) => compareTimes(a.span, b.span));
  for (const node of ordered) {
    const { parentSpanId } = node.span;
    node.parent = parentSpanId === undefined ? undefined : nodes.get(parentSpanId);
    node.parent?.children.push(node);
  }
  return ordered;
}

function reach(root: LinkedNode, reached: Set<LinkedNode>): void {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    reached.add(node);
    for (const child of node.children) if (!reached.has(child)) waiting.push(child);
  }
}

function cutFromParent(node: LinkedNode): void {
  if (node.parent === undefined) return;
  node.parent.children = node.parent.children.filter((child) => child !== node);
  node.parent = undefined;
}

/** Earlier first; of two that start together the longer one, which is likelier to be around the other. */
function compareTimes(a: SpanRecord, b: SpanRecord): number {
  if (a.startTimeUnixNano !== b.startTimeUnixNano) return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1;
  if (a.endTimeUnixNano === b.endTimeUnixNano) return 0;
  return a.endTimeUnixNano > b.endTimeUnixNano ? -1 : 1;
}
