import type { Call } from './calls.ts';
import type { Outcome } from './document-outcome.ts';
import type { MapNode } from './map-node.ts';

/** What many calls have in common. */
export interface CallShape {
  /** Undefined when the caller sends its documents elsewhere, or never. */
  readonly source: MapNode | undefined;
  readonly target: MapNode;
  /** How the caller saw it end; undefined while it is in progress, and without a caller. */
  readonly edgeOutcome: Outcome | undefined;
  /** How the target saw it end. */
  readonly ownOutcome: Outcome | undefined;
  readonly isRoot: boolean;
  readonly isInferred: boolean;
  readonly isLink: boolean;
  /** Another for each shape, from 0. */
  readonly number: number;
}

/** What calls have in common, each once. */
export interface CallShapes {
  /** The node that says the same. */
  shareNode(node: MapNode): MapNode;
  /** Calls that are alike have the same shape. */
  shapeOf(call: Call): CallShape;
}

/** With more nodes than these it begins anew; shapes are then the same more than once. */
const MAX_NODES = 50_000;

const OUTCOME_NUMBERS: Readonly<Record<Outcome, number>> = { ok: 1, error: 2, throttle: 3, fault: 4 };

interface KnownNode {
  readonly node: MapNode;
  readonly number: number;
  /** Of calls to this node, by what else they have in common. */
  readonly shapes: Map<number, CallShape>;
}

/** No shapes yet. */
export function createCallShapes(): CallShapes {
  const nodes = new Map<string, KnownNode[]>();
  let count = 0;
  let shapes = 0;
  const find = ({ name, type, accountId }: MapNode): KnownNode => {
    if (count >= MAX_NODES) {
      nodes.clear();
      count = 0;
    }
    let named = nodes.get(name);
    if (named === undefined) nodes.set(name, (named = []));
    for (const known of named) if (known.node.type === type && known.node.accountId === accountId) return known;
    count += 1;
    const known = { node: { name, type, accountId }, number: count, shapes: new Map<number, CallShape>() };
    named.push(known);
    return known;
  };
  const shapeOf = ({ source, target, edge, own, isRoot, isInferred, isLink }: Call): CallShape => {
    const from = source === undefined ? undefined : find(source);
    const to = find(target);
    const flags = Number(isRoot) + 2 * Number(isInferred) + 4 * Number(isLink);
    const outcomes = outcomeNumber(edge?.outcome) * 5 + outcomeNumber(own.outcome);
    const key = ((from?.number ?? 0) * 25 + outcomes) * 8 + flags;
    let shape = to.shapes.get(key);
    if (shape === undefined) {
      shape = {
        source: from?.node,
        target: to.node,
        edgeOutcome: edge?.outcome,
        ownOutcome: own.outcome,
        isRoot,
        isInferred,
        isLink,
        number: shapes,
      };
      shapes += 1;
      to.shapes.set(key, shape);
    }
    return shape;
  };
  return { shareNode: (node) => find(node).node, shapeOf };
}

function outcomeNumber(outcome: Outcome | undefined): number {
  return outcome === undefined ? 0 : OUTCOME_NUMBERS[outcome];
}
