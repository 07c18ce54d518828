import { timesOf } from './document-times.ts';
import type { TraceNode } from './trace-tree.ts';

/**
 * The parts of a trace that its duration hangs on: going back from the end of the root, at each moment the child that
 * ended last before it. Shortening anything else does not make the request faster.
 */
export function findCriticalPath(root: TraceNode): ReadonlySet<TraceNode> {
  const path = new Set<TraceNode>();
  const waiting: { readonly node: TraceNode; readonly until: number }[] = [{ node: root, until: endOf(root) }];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    path.add(item.node);
    let moment = item.until;
    const byEnd = item.node.children.toSorted((a, b) => endOf(b) - endOf(a));
    for (const child of byEnd) {
      const { start } = timesOf(child.document);
      // What goes on after its parent, such as a message that it sent, is not waited for.
      if (endOf(child) > moment || start >= moment) continue;
      waiting.push({ node: child, until: endOf(child) });
      moment = start;
    }
  }
  return path;
}

function endOf({ document }: TraceNode): number {
  const { start, end } = timesOf(document);
  return end ?? start;
}
