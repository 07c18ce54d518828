import { type Outcome, outcomeOfDocument } from '../outcome/outcome.ts';
import type { TraceDocuments } from '../../local/api/console-api.ts';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import { type DocumentLabel, labelOf } from './document-label.ts';

/** What a row of the timeline is: a service's own work, or a call of AWS, a database or anything else. */
export type NodeKind = 'segment' | 'aws' | 'sql' | 'remote' | 'local';

/** A segment or subsegment in its place. */
export interface TraceNode {
  readonly id: string;
  /** Its place in {@link TraceModel.nodes}. */
  readonly index: number;
  readonly document: SegmentDocument;
  readonly kind: NodeKind;
  /** The segment's name, of a subsegment that of the segment around it. */
  readonly service: string;
  readonly name: string;
  readonly detail: string;
  /** Seconds from the trace's start. */
  readonly start: number;
  /** The trace's end while in progress. */
  readonly end: number;
  readonly isOpen: boolean;
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly depth: number;
  readonly parent: TraceNode | undefined;
  /** By start. */
  readonly children: readonly TraceNode[];
  /** Whether its parent is named but not there. */
  readonly isOrphan: boolean;
}

/** A trace as one tree across its services. */
export interface TraceModel {
  readonly traceId: string;
  /** Seconds since 1970. */
  readonly startTime: number;
  /** Seconds from the first start to the last end. */
  readonly duration: number;
  readonly roots: readonly TraceNode[];
  /** All nodes from top to bottom, parents before children. */
  readonly nodes: readonly TraceNode[];
  /** Names of the services that sent segments, by first appearance. */
  readonly services: readonly string[];
}

/** A node while its place is looked for. Of ten thousand few are ever seen, so what only eyes want is made for these. */
class PlacedNode implements TraceNode {
  readonly id: string;
  readonly document: SegmentDocument;
  readonly order: number;
  readonly isSegment: boolean;
  readonly kind: NodeKind;
  readonly isOpen: boolean;
  readonly outcome: Outcome;
  service: string;
  index = 0;
  start: number;
  end: number;
  depth = 0;
  parent: PlacedNode | undefined;
  children: PlacedNode[] = [];
  isOrphan = false;
  #label: DocumentLabel | undefined;

  constructor(document: SegmentDocument, parent: PlacedNode | undefined, order: number) {
    this.id = typeof document.id === 'string' ? document.id : '';
    this.document = document;
    this.order = order;
    this.isSegment = parent === undefined && document.type !== 'subsegment';
    this.kind = this.isSegment ? 'segment' : kindOf(document);
    this.isOpen = document.in_progress === true || typeof document.end_time !== 'number';
    this.outcome = outcomeOfDocument(document);
    this.parent = parent;
    this.start = asSeconds(document.start_time);
    this.end = this.isOpen ? this.start : asSeconds(document.end_time);
    this.service = this.isSegment ? this.name : (parent?.service ?? '');
  }

  get name(): string {
    return this.#labelled().name;
  }

  get detail(): string {
    return this.#labelled().detail;
  }

  get status(): number | undefined {
    const status = this.document.http?.response?.status;
    return typeof status === 'number' && status > 0 ? status : undefined;
  }

  #labelled(): DocumentLabel {
    this.#label ??= labelOf(this.document, this.isSegment);
    return this.#label;
  }
}

/**
 * Builds the tree of a trace from its documents as they came. Total: what is no document is left out, a missing parent
 * makes a root, and circles of parents are cut at their earliest member.
 */
export function buildTrace(traceId: string, arrived: TraceDocuments['documents']): TraceModel {
  const nodes: PlacedNode[] = [];
  for (const document of keepLast(arrived)) unfold(document, nodes);
  if (nodes.length === 0) return { traceId, startTime: 0, duration: 0, roots: [], nodes: [], services: [] };
  const startTime = nodes.reduce((first, { start }) => Math.min(first, start), Infinity);
  const endTime = nodes.reduce((last, { start, end }) => Math.max(last, start, end), -Infinity);
  for (const node of nodes) {
    node.end = (node.isOpen ? endTime : Math.max(node.start, node.end)) - startTime;
    node.start -= startTime;
  }
  linkParents(nodes);
  const { roots, ordered } = putInOrder(nodes);
  const services = new Set(ordered.flatMap((node) => (node.isSegment ? [node.service] : [])));
  return { traceId, startTime, duration: endTime - startTime, roots, nodes: ordered, services: [...services] };
}

/** Each document once: the last with its id, though none in progress after one that has ended. */
function keepLast(arrived: readonly (readonly unknown[])[]): readonly SegmentDocument[] {
  const places = new Map<string, number>();
  const kept: SegmentDocument[] = [];
  for (const value of arrived.flat()) {
    if (typeof value !== 'object' || value === null) continue;
    const document = value as SegmentDocument;
    const place = places.get(document.id ?? '') ?? kept.length;
    if (place < kept.length && document.in_progress === true && kept[place]?.in_progress !== true) continue;
    kept[place] = document;
    if (typeof document.id === 'string') places.set(document.id, place);
  }
  return kept;
}

/** Puts a document and all subsegments inside it to the nodes, linked to where they were found. */
function unfold(document: SegmentDocument, nodes: PlacedNode[]): void {
  const waiting: { document: SegmentDocument; parent: PlacedNode | undefined }[] = [{ document, parent: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = new PlacedNode(next.document, next.parent, nodes.length);
    nodes.push(node);
    const below = Array.isArray(next.document.subsegments) ? next.document.subsegments.toReversed() : [];
    for (const child of below)
      if (typeof child === 'object' && child !== null) waiting.push({ document: child, parent: node });
  }
}

function kindOf({ sql, namespace }: SegmentDocument): NodeKind {
  if (sql !== undefined) return 'sql';
  if (namespace === 'aws') return 'aws';
  return namespace === 'remote' ? 'remote' : 'local';
}

function asSeconds(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function linkParents(nodes: readonly PlacedNode[]): void {
  const byId = new Map<string, PlacedNode>();
  for (const node of nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  for (const node of nodes) {
    const parentId = node.document.parent_id;
    if (node.parent === undefined && typeof parentId === 'string' && parentId !== '') {
      const parent = byId.get(parentId);
      if (parent === node) continue;
      node.parent = parent;
      node.isOrphan = parent === undefined;
    }
  }
  for (const node of nodes) node.parent?.children.push(node);
}

/** Earlier first; of those that start together the longer, which is more likely to be the one around. */
function byStart(left: PlacedNode, right: PlacedNode): number {
  return left.start - right.start || right.end - left.end || left.order - right.order;
}

function putInOrder(nodes: readonly PlacedNode[]): { roots: PlacedNode[]; ordered: PlacedNode[] } {
  const roots = nodes.filter((node) => node.parent === undefined).sort(byStart);
  const ordered: PlacedNode[] = [];
  const seen = new Set<PlacedNode>();
  for (const root of roots) visit(root, seen, ordered);
  // What is left hangs in circles.
  for (const node of nodes.toSorted(byStart)) {
    if (seen.has(node)) continue;
    const { parent } = node;
    if (parent !== undefined) parent.children = parent.children.filter((child) => child !== node);
    node.parent = undefined;
    node.isOrphan = true;
    roots.push(node);
    visit(node, seen, ordered);
  }
  return { roots, ordered };
}

function visit(root: PlacedNode, seen: Set<PlacedNode>, ordered: PlacedNode[]): void {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    node.index = ordered.length;
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
    if (!node.isSegment) node.service ||= node.parent?.service ?? '';
    ordered.push(node);
    node.children.sort(byStart);
    for (let at = node.children.length - 1; at >= 0; at--) {
      const child = node.children[at];
      if (child !== undefined) waiting.push(child);
    }
  }
}
