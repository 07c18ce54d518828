import type { MapShape } from './lay-out-map.ts';

/** Nodes that one caller alone calls and that call nothing: they stand in a block instead of in a column. */
export interface LeafBundle {
  /** Of no node. */
  readonly name: string;
  readonly leaves: readonly string[];
  readonly columns: number;
  readonly rows: number;
}

/** Fewer stand well in a column. */
const LEAST_LEAVES = 3;

/** The blocks of a map, in the order of its nodes. */
export function bundleLeaves({ nodes, edges }: MapShape): readonly LeafBundle[] {
  const callers = new Map<string, Set<string>>();
  for (const [from, to] of edges) callers.set(to, (callers.get(to) ?? new Set()).add(from));
  const calling = new Set(edges.map(([from]) => from));
  const leavesOf = new Map<string, string[]>();
  for (const key of nodes) {
    const [caller, ...others] = callers.get(key) ?? [];
    if (caller === undefined || others.length > 0 || calling.has(key)) continue;
    leavesOf.set(caller, [...(leavesOf.get(caller) ?? []), key]);
  }
  return [...leavesOf].flatMap(([caller, leaves]): LeafBundle[] => {
    if (leaves.length < LEAST_LEAVES) return [];
    const columns = Math.ceil(Math.sqrt(leaves.length));
    return [{ name: `leaves of ${caller}`, leaves, columns, rows: Math.ceil(leaves.length / columns) }];
  });
}
