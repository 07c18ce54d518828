import type { SegmentDocument } from '../../xray/segment-document.ts';
import type { AnnotationWithServices, HttpSummary, ServiceId, TraceSummary } from '../api/xray-api.ts';
import { type Call, listCalls } from './calls.ts';
import { inferredNode, type MapNode, nodeOfSegment } from './map-node.ts';
import { findFailures, findSlowest } from './root-causes.ts';
import { toServiceId } from './service-id.ts';
import { buildTraceTree, isOrphan, type TraceNode } from './trace-tree.ts';

/** A trace as the queries see it. */
export interface TraceFacts {
  readonly summary: TraceSummary;
  readonly roots: readonly TraceNode[];
  readonly calls: readonly Call[];
}

/** What the documents do not say themselves. */
export interface Arrival {
  readonly traceId: string;
  readonly revision: number;
  /** When the first document arrived, in seconds since 1970. */
  readonly arrivedAt: number;
}

/** Everything that X-Ray's list and map say of a trace with at least one document. */
export function readTraceFacts(documents: readonly SegmentDocument[], arrival: Arrival): TraceFacts {
  const roots = buildTraceTree(documents);
  const calls = listCalls(roots);
  return { summary: summarizeTrace(roots, calls, arrival), roots, calls };
}

function summarizeTrace(roots: readonly TraceNode[], calls: readonly Call[], arrival: Arrival): TraceSummary {
  const nodes = listNodes(roots);
  const root = roots.find(({ isSegment }) => isSegment) ?? roots[0];
  const { start, end } = rangeOf(nodes);
  const serviceOf = findServices(nodes);
  return {
    Id: arrival.traceId,
    StartTime: start,
    Duration: toMillis(end - start),
    ...(root?.end !== undefined && { ResponseTime: toMillis(root.end - root.start) }),
    HasFault: root?.document.fault === true,
    HasError: root?.document.error === true,
    HasThrottle: nodes.some(({ document }) => document.throttle === true),
    IsPartial: nodes.some((node) => node.end === undefined || isOrphan(node)),
    Http: root === undefined ? {} : httpOf(root.document),
    Annotations: collectAnnotations(nodes, serviceOf),
    Users: collectUsers(nodes, serviceOf),
    ServiceIds: collectServices(calls),
    ResourceARNs: collectTexts(nodes, ({ resource_arn, aws }) => [resource_arn, aws?.ecs?.container_arn]).map(
      (ARN) => ({ ARN }),
    ),
    InstanceIds: collectTexts(nodes, ({ aws }) => [aws?.ec2?.instance_id]).map((Id) => ({ Id })),
    AvailabilityZones: collectTexts(nodes, ({ aws }) => [aws?.ec2?.availability_zone, aws?.ecs?.availability_zone]).map(
      (Name) => ({ Name }),
    ),
    ...(root?.isSegment === true && { EntryPoint: toServiceId(nodeOfSegment(root.document)) }),
    FaultRootCauses: findFailures(roots, 'fault'),
    ErrorRootCauses: findFailures(roots, 'error'),
    ResponseTimeRootCauses: findSlowest(roots),
    Revision: arrival.revision,
    MatchedEventTime: arrival.arrivedAt,
  };
}

/** All parts of a trace, level by level. */
export function listNodes(roots: readonly TraceNode[]): readonly TraceNode[] {
  const nodes = [...roots];
  // The list grows while it is walked.
  for (const { children } of nodes) for (const child of children) nodes.push(child);
  return nodes;
}

function rangeOf(nodes: readonly TraceNode[]): { readonly start: number; readonly end: number } {
  let [start, end] = [Infinity, -Infinity];
  for (const node of nodes) {
    start = Math.min(start, node.start);
    end = Math.max(end, node.end ?? node.start);
  }
  return { start, end };
}

function httpOf({ http }: SegmentDocument): HttpSummary {
  const { url, method, user_agent: agent, client_ip: ip } = http?.request ?? {};
  const status = Number(http?.response?.status ?? 0);
  return {
    ...(url !== undefined && { HttpURL: url }),
    ...(status > 0 && { HttpStatus: status }),
    ...(method !== undefined && { HttpMethod: method }),
    ...(agent !== undefined && { UserAgent: agent }),
    ...(ip !== undefined && { ClientIp: ip }),
  };
}

function collectAnnotations(nodes: readonly TraceNode[], serviceOf: ServiceOf): TraceSummary['Annotations'] {
  const byKey = new Map<
    string,
    Map<unknown, { value: AnnotationWithServices['AnnotationValue']; services: Services }>
  >();
  for (const node of nodes) {
    for (const [key, raw] of Object.entries(node.document.annotations ?? {})) {
      const value = toAnnotationValue(raw);
      if (value === undefined) continue;
      const values = byKey.get(key) ?? new Map();
      byKey.set(key, values);
      const entry = values.get(raw) ?? { value, services: new Map() };
      values.set(raw, entry);
      addService(entry.services, serviceOf(node));
    }
  }
  const entries = [...byKey].map(
    ([key, values]) =>
      [
        key,
        [...values.values()].map(({ value, services }) => ({
          AnnotationValue: value,
          ServiceIds: [...services.values()],
        })),
      ] as const,
  );
  return Object.fromEntries(entries);
}

function toAnnotationValue(value: unknown): AnnotationWithServices['AnnotationValue'] | undefined {
  if (typeof value === 'string') return { StringValue: value };
  if (typeof value === 'boolean') return { BooleanValue: value };
  if (typeof value === 'number' || typeof value === 'bigint') return { NumberValue: Number(value) };
  return undefined;
}

function collectUsers(nodes: readonly TraceNode[], serviceOf: ServiceOf): TraceSummary['Users'] {
  const users = new Map<string, Services>();
  for (const node of nodes) {
    const { user } = node.document;
    if (user === undefined) continue;
    const services: Services = users.get(user) ?? new Map<string, ServiceId>();
    users.set(user, services);
    addService(services, serviceOf(node));
  }
  return [...users].map(([UserName, services]) => ({ UserName, ServiceIds: [...services.values()] }));
}

type Services = Map<string, ServiceId>;

function addService(services: Services, node: MapNode): void {
  const key = JSON.stringify([node.name, node.type, node.accountId]);
  if (!services.has(key)) services.set(key, toServiceId(node));
}

/** The service that a part of a trace belongs to; of a part without a segment, whatever it names itself. */
type ServiceOf = (node: TraceNode) => MapNode;

/** Of nodes whose parents come before them. */
function findServices(nodes: readonly TraceNode[]): ServiceOf {
  const segments = new Map<TraceNode, TraceNode>();
  for (const node of nodes) {
    const segment = node.isSegment ? node : node.parent && segments.get(node.parent);
    if (segment !== undefined) segments.set(node, segment);
  }
  return (node) => {
    const segment = segments.get(node);
    return segment === undefined ? inferredNode(node.document) : nodeOfSegment(segment.document);
  };
}

function collectServices(calls: readonly Call[]): readonly ServiceId[] {
  const services: Services = new Map();
  for (const { source, target } of calls) {
    if (source !== undefined) addService(services, source);
    addService(services, target);
  }
  return [...services.values()];
}

function collectTexts(
  nodes: readonly TraceNode[],
  textsOf: (document: SegmentDocument) => readonly (string | null | undefined)[],
): readonly string[] {
  const texts = nodes.flatMap(({ document }) => textsOf(document)).filter((text) => typeof text === 'string');
  return [...new Set(texts.filter((text) => text !== ''))];
}

/** X-Ray gives durations to the millisecond. */
export function toMillis(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
