import type { AnnotationFilter, Filter, Selector } from '../../../src/local/filter/filter.ts';
import type { Call, Observation } from '../../../src/local/query/calls.ts';
import type { MapNode } from '../../../src/local/query/map-node.ts';
import { listNodes, type TraceFacts } from '../../../src/local/query/summarize-trace.ts';
import type { TraceNode } from '../../../src/local/query/trace-tree.ts';
import { compareValues } from './reference-comparison.ts';
import { matchesCause } from './reference-causes.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';

interface Place {
  /** Whose HTTP counts. */
  readonly document: SegmentDocument | undefined;
  /** Any of these may have the user or annotation. */
  readonly nodes: readonly TraceNode[];
  readonly flags: Readonly<Record<string, boolean>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly destination?: readonly TraceNode[];
}

/** Whether a trace matches, read off the documents in the plainest way. */
export function matches(facts: TraceFacts, filter: Filter): boolean {
  const { summary, roots, calls } = facts;
  const root = roots.find(({ isSegment }) => isSegment) ?? roots[0];
  const place: Place = {
    document: root?.document,
    nodes: listNodes(roots),
    flags: {
      ok: !summary.HasFault && !summary.HasError && !summary.HasThrottle,
      error: summary.HasError,
      throttle: summary.HasThrottle,
      fault: summary.HasFault,
      partial: summary.IsPartial,
      inferred: calls.some(({ isInferred }) => isInferred),
    },
    values: { responsetime: summary.ResponseTime, duration: summary.Duration },
  };
  return evaluate(filter, place, facts);
}

function evaluate(filter: Filter, place: Place, facts: TraceFacts): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => evaluate(part, place, facts));
    case 'or':
      return filter.parts.some((part) => evaluate(part, place, facts));
    case 'not':
      return !evaluate(filter.part, place, facts);
    case 'flag':
      return (place.flags[filter.keyword] ?? false) === filter.value;
    case 'present':
      return valuesOf(filter.keyword, place).length > 0;
    case 'number':
    case 'text':
      return valuesOf(filter.keyword, place).some((value) => compareValues(value, filter.operator, filter.value));
    case 'annotation':
      return annotated(filter, filter.side === 'destination' ? (place.destination ?? []) : place.nodes);
    case 'service':
      return facts.calls.some(
        (call) =>
          selects(filter.selector, call.target) && (!filter.inner || evaluate(filter.inner, target(call), facts)),
      );
    case 'edge':
      return facts.calls.some(
        (call) =>
          call.source !== undefined &&
          selects(filter.source, call.source) &&
          selects(filter.target, call.target) &&
          (!filter.inner || evaluate(filter.inner, caller(call), facts)),
      );
    case 'rootcause': {
      const { FaultRootCauses, ErrorRootCauses, ResponseTimeRootCauses } = facts.summary;
      const causes = { fault: FaultRootCauses, error: ErrorRootCauses, responsetime: ResponseTimeRootCauses };
      return matchesCause(causes[filter.cause], filter);
    }
    case 'rootcause-json': {
      const { FaultRootCauses, ErrorRootCauses, ResponseTimeRootCauses } = facts.summary;
      return [FaultRootCauses, ErrorRootCauses, ResponseTimeRootCauses].some(
        (causes) => causes.length > 0 && matchesCause(causes, filter),
      );
    }
    case 'group':
      return true;
  }
}

function valuesOf(keyword: string, { document, nodes, values }: Place): readonly unknown[] {
  const present = (list: readonly unknown[]) =>
    list.filter((value) => value !== undefined && value !== null && value !== '');
  const request = document?.http?.request ?? {};
  switch (keyword) {
    case 'http.url':
      return present([request.url]);
    case 'http.method':
      return present([request.method]);
    case 'http.useragent':
      return present([request.user_agent]);
    case 'http.clientip':
      return present([request.client_ip]);
    case 'http.status':
      return present([document?.http?.response?.status]);
    case 'user':
      return present(nodes.map((node) => node.document.user));
    case 'availabilityzone':
      return present(nodes.map((node) => node.document.aws?.ec2?.availability_zone));
    case 'instance.id':
      return present(nodes.map((node) => node.document.aws?.ec2?.instance_id));
    case 'resource.arn':
      return present(nodes.map((node) => node.document.resource_arn));
    default:
      return present([values[keyword]]);
  }
}

function annotated({ key, test }: AnnotationFilter, nodes: readonly TraceNode[]): boolean {
  return nodes.some(({ document }) => {
    const value = document.annotations?.[key];
    if (value === undefined || !Object.hasOwn(document.annotations ?? {}, key)) return false;
    if (test === undefined) return true;
    if (typeof test.value !== 'boolean') return compareValues(value, test.operator, test.value);
    const truth = value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
    return truth !== undefined && (truth === test.value) === (test.operator === '=');
  });
}

function selects(selector: Selector | undefined, { name, type, accountId }: MapNode): boolean {
  return (
    (selector?.name ?? name) === name &&
    (selector?.type ?? type) === type &&
    (selector?.accountId ?? accountId) === accountId
  );
}

function seen({ outcome, start, end }: Observation) {
  return {
    flags: {
      ok: outcome === 'ok',
      error: outcome === 'error' || outcome === 'throttle',
      throttle: outcome === 'throttle',
      fault: outcome === 'fault',
      partial: outcome === undefined,
    },
    seconds: outcome === undefined ? undefined : Number((end - start).toFixed(6)),
  };
}

function target({ node, own, target: { name, type }, isRoot, isInferred }: Call): Place {
  const { flags, seconds } = seen(own);
  return {
    document: node.document,
    nodes: node.isSegment ? inside(node) : [node],
    flags: { ...flags, root: isRoot, inferred: isInferred },
    values: { name, type, responsetime: seconds, duration: seconds },
  };
}

function caller(call: Call): Place {
  const { edge, node } = call;
  if (edge === undefined) throw new Error('an edge without a caller');
  const { flags, seconds } = seen(edge);
  const recorded = call.isRoot ? node : call.caller;
  return {
    document: recorded?.document,
    nodes: call.isRoot ? inside(node) : [recorded].filter((part) => part !== undefined),
    flags,
    values: { responsetime: seconds, duration: seconds },
    destination: node.isSegment ? inside(node) : [node],
  };
}

function inside(node: TraceNode): readonly TraceNode[] {
  return [node, ...node.children.filter(({ isSegment }) => !isSegment).flatMap(inside)];
}
