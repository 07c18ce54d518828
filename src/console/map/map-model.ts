import { countOutcomes, type Outcome, OUTCOMES } from '../outcome/outcome.ts';
import type { HistogramEntry, Service, ServiceStatistics } from '../../local/api/xray-api.ts';

/** What happened at a node or on an edge. */
export interface MapTraffic {
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly total: number;
  /** Requests a second, over the time in which the map saw any; absent on the map of one trace. */
  readonly perSecond: number | undefined;
  /** Seconds. */
  readonly averageResponse: number;
  readonly histogram: readonly HistogramEntry[];
}

/** Something on the map. */
export interface MapNode {
  /** The same in every answer: name and type. */
  readonly key: string;
  readonly name: string;
  /** As X-Ray writes it; empty when nobody said. */
  readonly type: string;
  readonly isClient: boolean;
  /** Absent for clients, which nobody measures, and for what is only remembered. */
  readonly traffic: MapTraffic | undefined;
}

/** Calls from one node to another. */
export interface MapEdge {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** Through a queue or another link between traces. */
  readonly isLink: boolean;
  readonly traffic: MapTraffic | undefined;
}

/** Nodes and edges by key, in the order in which they were first seen. */
export interface MapModel {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** A map with nothing on it. */
export const EMPTY_MAP: MapModel = { nodes: [], edges: [] };

/**
 * Makes the map of an answer of GetServiceGraph. What `before` had and the answer has no more stays, without traffic,
 * so that nothing moves while traffic comes and goes.
 */
export function buildMap(
  services: readonly Service[],
  before: MapModel = EMPTY_MAP,
  hasRates: 'rates' | 'no rates' = 'rates',
): MapModel {
  const byReference = new Map(services.map((service) => [service.ReferenceId, service]));
  const span = hasRates === 'rates' ? spanOf(services) : undefined;
  const nodes = services.map((service) => toNode(service, span));
  const edges = services.flatMap((service) =>
    service.Edges.flatMap((edge): MapEdge[] => {
      const target = byReference.get(edge.ReferenceId);
      if (target === undefined) return [];
      const isLink = edge.EdgeType === 'link';
      const [from, to] = [keyOf(service), keyOf(target)];
      const histogram = edge.ReceivedEventAgeHistogram ?? edge.ResponseTimeHistogram;
      const traffic = trafficOf(edge.SummaryStatistics, histogram, span);
      return [{ key: `${from}\n${to}${isLink ? '\nlink' : ''}`, from, to, isLink, traffic }];
    }),
  );
  return { nodes: keepOrder(before.nodes, nodes), edges: keepOrder(before.edges, edges) };
}

/** The circle's four arcs, in X-Ray's order, as shares of the whole that add up to 1. */
export function ringOf({
  counts,
  total,
}: MapTraffic): readonly { readonly outcome: Outcome; readonly share: number }[] {
  if (total === 0) return [];
  return OUTCOMES.flatMap((outcome) => (counts[outcome] > 0 ? [{ outcome, share: counts[outcome] / total }] : []));
}

function keyOf({ Name, Type }: Service): string {
  return `${Type ?? ''}\t${Name}`;
}

/** The name in a node's key. */
export function nameOf(key: string): string {
  return key.slice(key.indexOf('\t') + 1);
}

function toNode(service: Service, span: number | undefined): MapNode {
  const { Type: type = '', SummaryStatistics, ResponseTimeHistogram } = service;
  const isClient = type === 'client';
  // X-Ray names a client after what it calls.
  const name = isClient ? 'Client' : service.Name;
  const traffic =
    SummaryStatistics === undefined || isClient
      ? undefined
      : trafficOf(SummaryStatistics, ResponseTimeHistogram ?? [], span);
  return { key: keyOf(service), name, type, isClient, traffic };
}

function trafficOf(
  statistics: ServiceStatistics,
  histogram: readonly HistogramEntry[],
  span: number | undefined,
): MapTraffic {
  const { TotalCount: total, TotalResponseTime } = statistics;
  return {
    counts: countOutcomes(statistics),
    total,
    perSecond: span === undefined ? undefined : total / span,
    averageResponse: total === 0 ? 0 : TotalResponseTime / total,
    histogram,
  };
}

/** From the first request to the last answer on the map; never less than a minute, in which few requests are no rate. */
function spanOf(services: readonly Service[]): number {
  const start = services.reduce((first, { StartTime }) => Math.min(first, StartTime), Infinity);
  const end = services.reduce((last, { EndTime }) => Math.max(last, EndTime), -Infinity);
  return Math.max(60, end - start);
}

function keepOrder<T extends MapNode | MapEdge>(before: readonly T[], now: readonly T[]): readonly T[] {
  const fresh = new Map(now.map((item) => [item.key, item]));
  const kept = before.map((item) => fresh.get(item.key) ?? { ...item, traffic: undefined });
  const known = new Set(before.map(({ key }) => key));
  return [...kept, ...[...fresh.values()].filter(({ key }) => !known.has(key))];
}
