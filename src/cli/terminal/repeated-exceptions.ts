import type { ExceptionSummary } from './exception-summary.ts';
import type { TraceNode } from '../../local/query/trace-tree.ts';

/** Exceptions that are told further down, by node, so that each is told once and where it began. */
export interface RepeatedExceptions {
  has(node: TraceNode, exception: ExceptionSummary): boolean;
}

/**
 * Finds exceptions that travelled up: an error thrown in a call is often recorded again by everything around it.
 * `exceptionsOf` gives what was recorded on a node.
 */
export function findRepeatedExceptions(
  nodes: readonly TraceNode[],
  exceptionsOf: (node: TraceNode) => readonly ExceptionSummary[],
): RepeatedExceptions {
  const toldBelow = new Map<TraceNode, Set<string>>();
  for (const node of nodes) {
    for (const { text } of exceptionsOf(node)) {
      for (let above = node.parent; above !== undefined; above = above.parent) {
        const told = toldBelow.get(above) ?? new Set();
        // Whoever is above was told already, on the way up from another node.
        if (told.has(text)) break;
        toldBelow.set(above, told.add(text));
      }
    }
  }
  return { has: (node, { text }) => toldBelow.get(node)?.has(text) === true };
}
