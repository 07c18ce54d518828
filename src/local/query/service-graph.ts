import type { Edge, Service } from '../api/xray-api.ts';
import type { Call, Observation } from './calls.ts';
import type { Outcome } from './document-outcome.ts';
import type { MapNode } from './map-node.ts';
import { toHistogramValue } from './histogram-value.ts';
import { toServiceId } from './service-id.ts';
import {
  countRequests,
  createStatistics,
  type StatisticsDraft,
  toHistogram,
  toServiceStatistics,
} from './service-statistics.ts';

/** Calls that are alike, counted together. */
export interface CountedCalls {
  readonly start: number;
  readonly end: number;
  /** Undefined for calls in progress, which stand on the map but in no statistics. */
  readonly outcome: Outcome | undefined;
  /** Of all of them together. */
  readonly seconds: number;
  /** How many took how long, in seconds as histograms give them. */
  readonly histogram: readonly (readonly [seconds: number, count: number])[];
}

interface EdgeDraft {
  readonly target: NodeDraft;
  readonly isLink: boolean;
  readonly statistics: StatisticsDraft;
  start: number;
  end: number;
}

interface NodeDraft {
  readonly node: MapNode;
  readonly calls: Map<NodeDraft, EdgeDraft>;
  readonly links: Map<NodeDraft, EdgeDraft>;
  readonly statistics: StatisticsDraft;
  isRoot: boolean;
  isActive: boolean;
  start: number;
  end: number;
}

/** A map in the making. */
export interface ServiceGraphBuilder {
  /** Counts calls of a node, as that node saw them. */
  addNode(node: MapNode, calls: CountedCalls, traits: { readonly isRoot: boolean; readonly isActive: boolean }): void;
  /** Counts calls from one node to another, as the caller saw them. */
  addEdge(source: MapNode, target: MapNode, calls: CountedCalls, isLink?: boolean): void;
  /** Earlier ones first. */
  build(): readonly Service[];
}

/** An empty map. */
export function createServiceGraph(): ServiceGraphBuilder {
  const drafts = new Map<string, NodeDraft>();
  const draftOf = (node: MapNode): NodeDraft => {
    const key = JSON.stringify([node.name, node.type, node.accountId]);
    let draft = drafts.get(key);
    if (draft === undefined) {
      draft = {
        node,
        calls: new Map(),
        links: new Map(),
        statistics: createStatistics(),
        isRoot: false,
        isActive: false,
        start: Infinity,
        end: -Infinity,
      };
      drafts.set(key, draft);
    }
    return draft;
  };
  return {
    addNode(node, calls, { isRoot, isActive }) {
      const draft = draftOf(node);
      draft.isRoot ||= isRoot;
      draft.isActive ||= isActive;
      count(draft, calls);
    },
    addEdge(source, target, calls, isLink = false) {
      const from = draftOf(source);
      const to = draftOf(target);
      const edges = isLink ? from.links : from.calls;
      let edge = edges.get(to);
      if (edge === undefined) {
        edge = { target: to, isLink, statistics: createStatistics(), start: Infinity, end: -Infinity };
        edges.set(to, edge);
      }
      count(edge, calls);
      // A client has no calls of its own, and what set off a link may have been over long before.
      if (source.type === 'client' || isLink) widen(from, calls);
    },
    build() {
      timeByEdges(drafts.values());
      const nodes = [...drafts.values()].sort((a, b) => a.start - b.start);
      const references = new Map(nodes.map((draft, index) => [draft, index]));
      return nodes.map((draft, index) => toService(draft, index, references));
    },
  };
}

/** The map of one or more traces. */
export function buildServiceGraph(calls: Iterable<Call>): readonly Service[] {
  const graph = createServiceGraph();
  for (const { source, target, edge, own, isRoot, isInferred, isLink } of calls) {
    if (source !== undefined && edge !== undefined) graph.addEdge(source, target, toCounted(edge), isLink);
    // The call that the link's target is has been counted.
    if (!isLink) graph.addNode(target, toCounted(own), { isRoot, isActive: !isInferred });
  }
  return graph.build();
}

function toCounted({ start, end, outcome }: Observation): CountedCalls {
  const seconds = end - start;
  return { start, end, outcome, seconds, histogram: [[toHistogramValue(seconds), 1]] };
}

function count(draft: { readonly statistics: StatisticsDraft; start: number; end: number }, calls: CountedCalls): void {
  widen(draft, calls);
  if (calls.outcome !== undefined) countRequests(draft.statistics, calls.outcome, calls);
}

/** Gives times to nodes whose own calls are not asked for, such as one that was over before what it set off began. */
function timeByEdges(drafts: Iterable<NodeDraft>): void {
  const all = [...drafts];
  const timeless = new Set(all.filter(({ start }) => !Number.isFinite(start)));
  if (timeless.size === 0) return;
  for (const draft of all) {
    for (const edge of [...draft.calls.values(), ...draft.links.values()]) {
      if (timeless.has(draft)) widen(draft, edge);
      if (timeless.has(edge.target)) widen(edge.target, edge);
    }
  }
}

function widen(
  draft: { start: number; end: number },
  { start, end }: { readonly start: number; readonly end: number },
): void {
  draft.start = Math.min(draft.start, start);
  draft.end = Math.max(draft.end, end);
}

function toService(draft: NodeDraft, ReferenceId: number, references: ReadonlyMap<NodeDraft, number>): Service {
  const { node, isRoot, isActive, calls, links, statistics } = draft;
  const histogram = toHistogram(statistics);
  return {
    ReferenceId,
    ...toServiceId(node),
    ...(isRoot && { Root: true }),
    State: isActive ? 'active' : 'unknown',
    StartTime: draft.start,
    EndTime: draft.end,
    Edges: [...calls.values(), ...links.values()].map((edge) => toEdge(edge, references)),
    ...(node.type !== 'client' && {
      SummaryStatistics: toServiceStatistics(statistics),
      DurationHistogram: histogram,
      ResponseTimeHistogram: histogram,
    }),
  };
}

function toEdge(
  { target, isLink, statistics, start, end }: EdgeDraft,
  references: ReadonlyMap<NodeDraft, number>,
): Edge {
  return {
    ReferenceId: references.get(target) ?? -1,
    StartTime: start,
    EndTime: end,
    SummaryStatistics: toServiceStatistics(statistics),
    ResponseTimeHistogram: isLink ? [] : toHistogram(statistics),
    Aliases: [],
    ...(isLink && { EdgeType: 'link', ReceivedEventAgeHistogram: toHistogram(statistics) }),
  };
}
