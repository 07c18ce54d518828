import type { FaultRootCause, ResponseTimeRootCause } from '../api/xray-api.ts';
import type { CallShape, ShapeOf } from './call-shapes.ts';
import { type Call, listCalls } from './calls.ts';
import { timesOf } from './document-times.ts';
import { factsOfPart, factsOfParts, insideOf, type PartFacts } from './part-facts.ts';
import { findFailures, findSlowest } from './root-causes.ts';
import { listNodes, toMillis } from './summarize-trace.ts';
import { traceIdTime } from './time-range.ts';
import { isOrphan, type TraceNode } from './trace-tree.ts';

/** What filters, lists, histograms and maps ask of a trace; there are many, so it is short. */
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
  readonly slowCauses: readonly ResponseTimeRootCause[];
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

/** The digest of a trace with at least one document; `links` are the calls that its links stand for. */
export function digestTrace(
  traceId: string,
  roots: readonly TraceNode[],
  links: readonly Call[],
  shapeOf: ShapeOf,
): TraceDigest {
  const nodes = listNodes(roots);
  const root = roots.find(({ isSegment }) => isSegment) ?? roots[0];
  const times = root && timesOf(root.document);
  let [start, end, hasThrottle, isPartial] = [Infinity, -Infinity, false, false];
  for (const node of nodes) {
    const own = timesOf(node.document);
    start = Math.min(start, own.start);
    end = Math.max(end, own.end ?? own.start);
    hasThrottle ||= node.document.throttle === true;
    isPartial ||= own.end === undefined || isOrphan(node);
  }
  const hasFault = nodes.some(({ document }) => document.fault === true);
  const hasError = nodes.some(({ document }) => document.error === true);
  return {
    idTime: traceIdTime(traceId, start),
    start,
    end,
    responseTime: times?.end === undefined ? undefined : toMillis(times.end - times.start),
    hasFault: root?.document.fault === true,
    hasError: root?.document.error === true,
    hasThrottle,
    isPartial,
    facts: root === undefined ? factsOfParts([]) : factsOfParts(root === nodes[0] ? nodes : [root, ...nodes]),
    calls: [...listCalls(roots), ...links].map((call) => digestCall(call, shapeOf)),
    faultCauses: hasFault ? findFailures(roots, 'fault') : NONE,
    errorCauses: hasError ? findFailures(roots, 'error') : NONE,
    slowCauses: findSlowest(roots),
  };
}

const NONE: readonly never[] = [];

/** A call without the parts of the trace that it is made of. */
function digestCall(call: Call, shapeOf: ShapeOf): CallDigest {
  const { node, caller, edge, own, isInferred } = call;
  const ownFacts = node.isSegment ? factsOfParts(insideOf(node)) : factsOfPart(node);
  return {
    shape: shapeOf(call),
    start: edge === undefined ? own.start : Math.min(edge.start, own.start),
    end: edge === undefined ? own.end : Math.max(edge.end, own.end),
    edgeSeconds: edge?.outcome === undefined ? undefined : edge.end - edge.start,
    ownSeconds: own.outcome === undefined ? undefined : own.end - own.start,
    own: ownFacts,
    edge: isInferred ? ownFacts : caller && factsOfPart(caller),
  };
}
