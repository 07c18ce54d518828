import type { TraceNode } from './trace-model.ts';

/** Seconds of a node in which nothing below it was under way. */
export function ownTimeOf(node: TraceNode): number {
  let covered = 0;
  let until = node.start;
  for (const child of node.children) {
    const start = Math.max(child.start, until);
    const end = Math.min(child.end, node.end);
    if (end > start) covered += end - start;
    until = Math.max(until, end);
  }
  return Math.max(0, node.end - node.start - covered);
}
