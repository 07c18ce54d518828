import type { TraceModel, TraceNode } from './trace-model.ts';

/** The rows that show: all nodes but those below folded ones. */
export function visibleRows({ nodes }: TraceModel, folded: ReadonlySet<string>): readonly TraceNode[] {
  if (folded.size === 0) return nodes;
  const rows: TraceNode[] = [];
  let hiddenBelow = Infinity;
  for (const node of nodes) {
    if (node.depth > hiddenBelow) continue;
    hiddenBelow = folded.has(node.id) ? node.depth : Infinity;
    rows.push(node);
  }
  return rows;
}

/** Ids of all nodes that have something to fold, below the roots. */
export function foldable({ nodes }: TraceModel): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => (node.children.length > 0 && node.parent !== undefined ? [node.id] : [])));
}

/** The folded set without what hides `node`. */
export function unfoldTo(node: TraceNode, folded: ReadonlySet<string>): ReadonlySet<string> {
  const open = new Set(folded);
  for (let above = node.parent; above !== undefined; above = above.parent) open.delete(above.id);
  return open.size === folded.size ? folded : open;
}

/** The one after (or before) `current` among `indexes`, which ascend; begins again at the other end. */
export function neighbour(indexes: readonly number[], current: number, direction: 1 | -1): number | undefined {
  if (direction === 1) return indexes.find((index) => index > current) ?? indexes[0];
  return indexes.findLast((index) => index < current) ?? indexes.at(-1);
}

/** Indexes of the nodes that did not go well. */
export function troubledNodes({ nodes }: TraceModel): readonly number[] {
  return nodes.flatMap((node) => (node.outcome === 'ok' ? [] : [node.index]));
}
