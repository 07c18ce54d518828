import type { TraceModel, TraceNode } from './trace-model.ts';

/** A stretch of time, in seconds from the trace's start. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** For each node, by its index, the stretches in which the answer waited for it and for nothing below it. */
export type CriticalPath = ReadonlyMap<number, readonly Stretch[]>;

/** Clocks of two services may differ by a little; microseconds are also lost in seconds since 1970. */
const TOLERANCE_SECONDS = 1e-6;

/**
 * What the trace's first root waited for, from its end backwards: the child that ended last, before it the child that
 * ended last before that one began, and so on; what is between them is the parent's own. A child that ends after its
 * parent, such as a queue's consumer, was not waited for. The stretches do not overlap and together are the root's
 * duration.
 */
export function findCriticalPath({ roots }: TraceModel): CriticalPath {
  const path = new Map<number, readonly Stretch[]>();
  const [root] = roots;
  if (root === undefined) return path;
  const waiting: { node: TraceNode; from: number; to: number }[] = [{ node: root, from: root.start, to: root.end }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, from, to } = next;
    const stretches: Stretch[] = [];
    let until = to;
    for (const child of node.children.toSorted((left, right) => right.end - left.end || right.start - left.start)) {
      const end = Math.min(child.end, until);
      const start = Math.max(child.start, from);
      if (child.end > until + TOLERANCE_SECONDS || start >= end) continue;
      if (end < until) stretches.push({ from: end, to: until });
      waiting.push({ node: child, from: start, to: end });
      until = start;
    }
    if (from < until) stretches.push({ from, to: until });
    if (stretches.length > 0) path.set(node.index, stretches.reverse());
  }
  return path;
}
