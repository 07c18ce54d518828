import type { FaultRootCause, ResponseTimeRootCause } from '../api/xray-api.ts';
import type { CallShape } from './call-shapes.ts';
import { type Call, listCalls } from './calls.ts';
import type { DigestPool } from './digest-pool.ts';
import { factsOf, factsOfParts, insideOf, type PartFacts } from './part-facts.ts';
import { findFailures, findSlowestPath } from './root-causes.ts';
import { listNodes, toMillis } from './summarize-trace.ts';
import { traceIdTime } from './time-range.ts';
import { isOrphan, type TraceNode } from './trace-tree.ts';

/** What filters, lists, histograms and maps ask of a trace; it is kept in columns. */
export interface TraceDigest {
  /** When it began by its id, or else as `start`, in seconds since 1970. */
  readonly idTime: number;
  /** The earliest start and the last end, in seconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Of the root segment, in seconds to the millisecond; undefined while that is in progress. */
  readonly responseTime: number | undefined;
  readonly hasFault: boolean;
  readonly hasError: boolean;
  readonly hasThrottle: boolean;
  /** Something is in progress or missing. */
  readonly isPartial: boolean;
  /** HTTP of the root, marks of all parts. */
  readonly facts: PartFacts;
  readonly calls: readonly CallDigest[];
  readonly faultCauses: readonly FaultRootCause[];
  readonly errorCauses: readonly FaultRootCause[];
  /** Without its coverage. */
  readonly slowCauses: readonly ResponseTimeRootCause[];
  /** Of each entity on the way to the slow cause, in order. */
  readonly slowCoverage: readonly number[];
}

/** A call in a trace: an edge of the map and the node that it leads to. */
export interface CallDigest {
  readonly shape: CallShape;
  /** When either side of it was under way, in seconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** As the caller saw it, in seconds; undefined while it is in progress, and without a caller. */
  readonly edgeSeconds: number | undefined;
  /** As the target saw it. */
  readonly ownSeconds: number | undefined;
  /** The target's segment with the work inside, or the call itself where nothing answers. */
  readonly own: PartFacts;
  /** The call as its caller recorded it; undefined where nobody did. */
  readonly edge: PartFacts | undefined;
}

/**
 * The digest of a trace with at least one document; `links` are the calls that its links stand for. What traces have in
 * common is taken from the pool.
 */
export function digestTrace(
  traceId: string,
  roots: readonly TraceNode[],
  links: readonly Call[],
  pool: DigestPool,
): TraceDigest {
  const nodes = listNodes(roots);
  const root = roots.find(({ isSegment }) => isSegment) ?? roots[0];
  let [start, end] = [Infinity, -Infinity];
  let [hasThrottle, isPartial, hasFault, hasError] = [false, false, false, false];
  for (const node of nodes) {
    const { fault, error, throttle } = node.document;
    start = Math.min(start, node.start);
    end = Math.max(end, node.end ?? node.start);
    hasFault ||= fault === true;
    hasError ||= error === true;
    hasThrottle ||= throttle === true;
    isPartial ||= node.end === undefined || isOrphan(node);
  }
  const slowest = pool.shareSlowest(findSlowestPath(roots));
  const calls = listCalls(roots).map((call) => digestCall(call, ownFactsOf(call, pool), pool));
  // Thousands of links may lead to one segment, which is read once.
  const linked = new Map<TraceNode, PartFacts>();
  for (const link of links) {
    const facts = linked.get(link.node) ?? ownFactsOf(link, pool);
    linked.set(link.node, facts);
    calls.push(digestCall(link, facts, pool));
  }
  return {
    idTime: traceIdTime(traceId, start),
    start,
    end,
    responseTime: root?.end === undefined ? undefined : toMillis(root.end - root.start),
    hasFault: root?.document.fault === true,
    hasError: root?.document.error === true,
    hasThrottle,
    isPartial,
    facts: pool.shareFacts(factsOfParts(root === nodes[0] || root === undefined ? nodes : [root, ...nodes])),
    calls,
    faultCauses: hasFault ? pool.shareFailures(findFailures(roots, 'fault')) : NONE,
    errorCauses: hasError ? pool.shareFailures(findFailures(roots, 'error')) : NONE,
    slowCauses: slowest.causes,
    slowCoverage: slowest.coverage,
  };
}

const NONE: readonly never[] = [];

/** A call without the parts of the trace that it is made of. */
function digestCall(call: Call, ownFacts: PartFacts, pool: DigestPool): CallDigest {
  const { caller, edge, own, isInferred, isRoot, isLink } = call;
  return {
    shape: pool.shapeOf(call),
    start: edge === undefined ? own.start : Math.min(edge.start, own.start),
    end: edge === undefined ? own.end : Math.max(edge.end, own.end),
    edgeSeconds: edge?.outcome === undefined ? undefined : edge.end - edge.start,
    ownSeconds: own.outcome === undefined ? undefined : own.end - own.start,
    own: ownFacts,
    // Of a client that sends nothing, what is known of its call is what the called service says.
    edge: isInferred || (isRoot && !isLink) ? ownFacts : caller && pool.shareFacts(factsOf(caller.document)),
  };
}

function ownFactsOf({ node }: Call, pool: DigestPool): PartFacts {
  return pool.shareFacts(node.isSegment ? factsOfParts(insideOf(node)) : factsOf(node.document));
}
