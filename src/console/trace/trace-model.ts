import { type Outcome, outcomeOfDocument } from '../outcome/outcome.ts';
import type { Segment } from '../../local/api/xray-api.ts';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import { labelOf } from './document-label.ts';

/** A segment document as the API gives it; `inferred` stands for something that was called and sends none itself. */
export type ReadDocument = SegmentDocument & { readonly inferred?: boolean };

/** What a row of the timeline is: a service's own work, or a call of AWS, a database or anything else. */
export type NodeKind = 'segment' | 'aws' | 'sql' | 'remote' | 'local';

/** A segment or subsegment in its place. */
export interface TraceNode {
  readonly id: string;
  /** Its place in {@link TraceModel.nodes}. */
  readonly index: number;
  readonly document: SegmentDocument;
  /** What X-Ray infers of the called thing; shown with the call instead of as a row of its own. */
  readonly inferred: SegmentDocument | undefined;
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

type MutableNode = { -readonly [K in keyof Omit<TraceNode, 'parent' | 'children'>]: TraceNode[K] } & {
  parent: MutableNode | undefined;
  children: MutableNode[];
  readonly isSegment: boolean;
  readonly order: number;
};

/**
 * Builds the tree of a trace from what BatchGetTraces answers. Total: documents that cannot be read are left out, a
 * missing parent makes a root, and circles of parents are cut at their earliest member.
 */
export function buildTrace(traceId: string, segments: readonly Pick<Segment, 'Document'>[]): TraceModel {
  const nodes = segments.flatMap(({ Document }) => readDocument(Document)).flatMap(unfold);
  const own = foldInferred(nodes);
  if (own.length === 0) return { traceId, startTime: 0, duration: 0, roots: [], nodes: [], services: [] };
  const startTime = own.reduce((first, { start }) => Math.min(first, start), Infinity);
  const endTime = own.reduce((last, { start, end }) => Math.max(last, start, end), -Infinity);
  for (const node of own) {
    node.end = (node.isOpen ? endTime : Math.max(node.start, node.end)) - startTime;
    node.start -= startTime;
  }
  linkParents(own);
  const { roots, ordered } = putInOrder(own);
  const services = new Set(ordered.flatMap((node) => (node.isSegment ? [node.service] : [])));
  return { traceId, startTime, duration: endTime - startTime, roots, nodes: ordered, services: [...services] };
}

function readDocument(text: string): ReadDocument[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? [value as ReadDocument] : [];
  } catch {
    return [];
  }
}

/** A document and all subsegments inside it, linked to where they were found. */
function unfold(document: ReadDocument): MutableNode[] {
  const found: MutableNode[] = [];
  const waiting: { document: ReadDocument; parent: MutableNode | undefined }[] = [{ document, parent: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = createNode(next.document, next.parent, found.length);
    found.push(node);
    const below = Array.isArray(next.document.subsegments) ? next.document.subsegments.toReversed() : [];
    for (const child of below)
      if (typeof child === 'object' && child !== null) waiting.push({ document: child, parent: node });
  }
  return found;
}

function createNode(document: ReadDocument, parent: MutableNode | undefined, order: number): MutableNode {
  const isSegment = parent === undefined && document.type !== 'subsegment';
  const { name, detail } = labelOf(document, isSegment);
  const start = asSeconds(document.start_time);
  const isOpen = document.in_progress === true || typeof document.end_time !== 'number';
  const status = document.http?.response?.status;
  return {
    id: typeof document.id === 'string' ? document.id : '',
    index: 0,
    order,
    document,
    inferred: undefined,
    kind: isSegment ? 'segment' : kindOf(document),
    isSegment,
    service: isSegment ? name : (parent?.service ?? ''),
    name,
    detail,
    start,
    end: isOpen ? start : asSeconds(document.end_time),
    isOpen,
    outcome: outcomeOfDocument(document),
    status: typeof status === 'number' && status > 0 ? status : undefined,
    depth: 0,
    parent,
    children: [],
    isOrphan: false,
  };
}

function kindOf({ sql, namespace }: SegmentDocument): NodeKind {
  if (sql !== undefined) return 'sql';
  if (namespace === 'aws') return 'aws';
  return namespace === 'remote' ? 'remote' : 'local';
}

function asSeconds(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Hands inferred segments to the calls that they were inferred from. */
function foldInferred(nodes: readonly MutableNode[]): MutableNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes.filter((node) => {
    const { document } = node;
    const call = (document as ReadDocument).inferred === true ? byId.get(document.parent_id ?? '') : undefined;
    if (call === undefined || call === node) return true;
    call.inferred = document;
    return false;
  });
}

function linkParents(nodes: readonly MutableNode[]): void {
  const byId = new Map<string, MutableNode>();
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
function byStart(left: MutableNode, right: MutableNode): number {
  return left.start - right.start || right.end - left.end || left.order - right.order;
}

function putInOrder(nodes: readonly MutableNode[]): { roots: MutableNode[]; ordered: MutableNode[] } {
  const roots = nodes.filter((node) => node.parent === undefined).sort(byStart);
  const ordered: MutableNode[] = [];
  const seen = new Set<MutableNode>();
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

function visit(root: MutableNode, seen: Set<MutableNode>, ordered: MutableNode[]): void {
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
