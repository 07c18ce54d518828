import type { TraceNode } from '../../local/query/trace-tree.ts';

/** One line of the tree. */
export interface TreeRow {
  readonly node: TraceNode;
  /** Tree lines before the name: `│  ├─ `. */
  readonly prefix: string;
  /** Tree lines before what is said below: `│  │  `. */
  readonly detailPrefix: string;
}

/** The tree from top to bottom as lines, at most `maxRows` of them; `maxPrefix` cells are left for tree lines. */
export function layOutTree(roots: readonly TraceNode[], maxRows: number, maxPrefix: number): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const waiting = roots.toReversed().map((node) => ({ node, own: '', below: '' }));
  for (let next = waiting.pop(); next !== undefined && rows.length < maxRows; next = waiting.pop()) {
    const { node, own, below } = next;
    rows.push({
      node,
      prefix: fitPrefix(own, maxPrefix),
      detailPrefix: fitPrefix(below + (node.children.length > 0 ? '│  ' : '   '), maxPrefix),
    });
    for (const [index, child] of node.children.toReversed().entries()) {
      const isLast = index === 0;
      waiting.push({ node: child, own: below + (isLast ? '└─ ' : '├─ '), below: below + (isLast ? '   ' : '│  ') });
    }
  }
  return rows;
}

/** Deep trees keep the innermost lines; what is left of them is said by `…`. */
function fitPrefix(prefix: string, maxPrefix: number): string {
  return prefix.length <= maxPrefix ? prefix : `…${prefix.slice(prefix.length - maxPrefix + 1)}`;
}
