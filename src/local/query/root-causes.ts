import type {
  FaultRootCause,
  FaultRootCauseEntity,
  ResponseTimeRootCause,
  ResponseTimeRootCauseEntity,
  ServiceId,
} from '../api/xray-api.ts';
import { inferredNode, isOutgoing, nodeOfSegment } from './map-node.ts';
import { toServiceId } from './service-id.ts';
import type { TraceNode } from './trace-tree.ts';

/** More than anybody reads of one trace. */
const MAX_CAUSES = 10;

/** What a child must take of the root's time to be where the time went. */
const MAJOR_SHARE = 0.5;

/**
 * The ways from the root to what failed first: a part of the trace that failed with an exception, or a call of something
 * that sends no segments, while nothing below it failed. A mere flag without either explains nothing.
 */
export function findFailures(roots: readonly TraceNode[], flag: 'fault' | 'error'): readonly FaultRootCause[] {
  const causes: FaultRootCause[] = [];
  const root = roots[0];
  const waiting = roots.filter((node) => node.isSegment);
  for (let node = waiting.pop(); node !== undefined && causes.length < MAX_CAUSES; node = waiting.pop()) {
    for (const child of node.children) waiting.push(child);
    if (node.document[flag] !== true || node.children.some(({ document }) => document[flag] === true)) continue;
    if (exceptionsOf(node).length === 0 && !isSilentCall(node)) continue;
    const Services = servicesAlong(pathTo(node), (item): FaultRootCauseEntity => ({
      Name: item.document.name ?? '',
      Exceptions: exceptionsOf(item),
      Remote: isOutgoing(item.document),
    }));
    causes.push({ Services, ClientImpacting: root?.document[flag] === true });
  }
  return causes;
}

/** The way from the root along whatever took more than half of the root's time. */
export interface SlowestPath {
  /** None for a trace without a finished root. */
  readonly nodes: readonly TraceNode[];
  /** What the root took. */
  readonly totalSeconds: number;
}

/** Where the time went. */
export function findSlowestPath(roots: readonly TraceNode[]): SlowestPath {
  const root = roots.find(({ isSegment }) => isSegment);
  const totalSeconds = root === undefined ? 0 : secondsOf(root);
  if (root === undefined || totalSeconds <= 0) return { nodes: [], totalSeconds };
  const nodes = [root];
  for (let node: TraceNode | undefined = root; node !== undefined;) {
    const slowest: TraceNode | undefined = longestOf(node.children);
    if (slowest === undefined || secondsOf(slowest) <= totalSeconds * MAJOR_SHARE) break;
    nodes.push(slowest);
    node = slowest;
  }
  return { nodes, totalSeconds };
}

/** Such a way as a root cause, without its coverage. */
export function toSlowCauses({ nodes }: SlowestPath): readonly ResponseTimeRootCause[] {
  if (nodes.length === 0) return [];
  const Services = servicesAlong(nodes, ({ document }): ResponseTimeRootCauseEntity => ({
    Name: document.name ?? '',
    Remote: isOutgoing(document),
  }));
  return [{ Services, ClientImpacting: true }];
}

/** The share of the root's time of each entity on such a way, from 0 to 1. */
export function coverageOf({ nodes, totalSeconds }: SlowestPath): readonly number[] {
  const coverage = nodes.map((node) => Math.min(1, Math.round((secondsOf(node) / totalSeconds) * 1000) / 1000));
  const last = nodes.at(-1);
  if (last !== undefined && isSilentCall(last)) coverage.push(coverage.at(-1) ?? 0);
  return coverage;
}

/** A text that is the same for ways that make the same root cause but for its coverage. */
export function wayOf({ nodes }: SlowestPath): string {
  const words: (string | boolean)[] = [];
  for (const { isSegment, document } of nodes) {
    const { type, accountId } = nodeOfSegment(document);
    words.push(document.name ?? '', isOutgoing(document), isSegment, type, accountId);
  }
  const last = nodes.at(-1);
  if (last !== undefined && isSilentCall(last)) {
    const { name, type, accountId } = inferredNode(last.document);
    words.push(name, type, accountId);
  }
  return JSON.stringify(words);
}

/** The same root causes with coverage. */
export function withCoverage(
  causes: readonly ResponseTimeRootCause[],
  coverage: readonly number[],
): readonly ResponseTimeRootCause[] {
  let index = 0;
  return causes.map((cause) => ({
    ...cause,
    Services: cause.Services.map((service) => ({
      ...service,
      EntityPath: service.EntityPath.map(({ Name, Remote }) => {
        const Coverage = coverage[index] ?? 0;
        index += 1;
        return { Name, Coverage, Remote };
      }),
    })),
  }));
}

/** What took more than half of the response time, as X-Ray tells it; empty for a trace without a finished root. */
export function findSlowest(roots: readonly TraceNode[]): readonly ResponseTimeRootCause[] {
  const path = findSlowestPath(roots);
  return withCoverage(toSlowCauses(path), coverageOf(path));
}

/** Cuts a path at its segments: one service each, and one for a call at the end that no segment answers. */
function servicesAlong<Entity>(
  path: readonly TraceNode[],
  toEntity: (node: TraceNode) => Entity,
): (ServiceId & { readonly EntityPath: readonly Entity[]; readonly Inferred: boolean })[] {
  const services: { readonly id: ServiceId; readonly entities: Entity[]; readonly inferred: boolean }[] = [];
  for (const node of path) {
    const entity = toEntity(node);
    if (node.isSegment || services.length === 0) {
      services.push({ id: toServiceId(nodeOfSegment(node.document)), entities: [entity], inferred: false });
    } else services.at(-1)?.entities.push(entity);
  }
  const last = path.at(-1);
  if (last !== undefined && isSilentCall(last)) {
    services.push({ id: toServiceId(inferredNode(last.document)), entities: [toEntity(last)], inferred: true });
  }
  return services.map(({ id, entities, inferred }) => ({ ...id, EntityPath: entities, Inferred: inferred }));
}

function pathTo(node: TraceNode): readonly TraceNode[] {
  const path: TraceNode[] = [];
  for (let above: TraceNode | undefined = node; above !== undefined; above = above.parent) path.push(above);
  return path.reverse();
}

function isSilentCall({ isSegment, document, children }: TraceNode): boolean {
  return !isSegment && isOutgoing(document) && !children.some((child) => child.isSegment);
}

function exceptionsOf({ document: { cause } }: TraceNode): FaultRootCauseEntity['Exceptions'] {
  if (typeof cause !== 'object') return [];
  return (cause.exceptions ?? []).map(({ type, message }) => ({ Name: type ?? '', Message: message ?? '' }));
}

function secondsOf({ start, end }: TraceNode): number {
  return end === undefined ? 0 : end - start;
}

function longestOf(nodes: readonly TraceNode[]): TraceNode | undefined {
  let longest: TraceNode | undefined;
  for (const node of nodes) if (longest === undefined || secondsOf(node) > secondsOf(longest)) longest = node;
  return longest;
}
