import type { SegmentDocument } from '../../xray/segment-document.ts';
import { timesOf } from './document-times.ts';

/** A segment or subsegment in its place, whether it came as a document of its own or inside another. */
export interface TraceNode {
  readonly document: SegmentDocument;
  readonly isSegment: boolean;
  readonly parent: TraceNode | undefined;
  /** By start time. */
  readonly children: readonly TraceNode[];
}

interface LinkedNode extends TraceNode {
  parent: LinkedNode | undefined;
  children: LinkedNode[];
}

/**
 * The documents and the subsegments inside them as trees: usually one, more when a parent is missing; what has no
 * parent comes first, then by start time. Each is in exactly one place, even when the parents form a circle (which is
 * then cut at its earliest part), and at any depth.
 */
export function buildTraceTree(documents: readonly SegmentDocument[]): readonly TraceNode[] {
  const nodes = linkNodes(documents);
  const reached = new Set<LinkedNode>();
  const roots = nodes.filter(({ parent }) => parent === undefined);
  for (const root of roots) reach(root, reached);
  for (const node of nodes) {
    if (reached.has(node)) continue;
    cutFromParent(node);
    roots.push(node);
    reach(node, reached);
  }
  return roots.toSorted((a, b) => rank(a) - rank(b) || compareTimes(a, b));
}

/** True for a part of a trace whose parent is known by its id only. */
export function isOrphan({ document, parent }: TraceNode): boolean {
  return parent === undefined && parentIdOf(document) !== '';
}

/** All nodes by start time, each linked to its parent where that is there. */
function linkNodes(documents: readonly SegmentDocument[]): readonly LinkedNode[] {
  const nodes = documents.map((document) => createNode(document, isSegment(document), undefined));
  // The list grows while it is walked: by the subsegments inside of each node.
  for (const node of nodes) {
    for (const subsegment of node.document.subsegments ?? []) nodes.push(createNode(subsegment, false, node));
  }
  const byId = new Map<string, LinkedNode>();
  for (const node of nodes) {
    const { id } = node.document;
    if (id !== null && !byId.has(id)) byId.set(id, node);
  }
  const ordered = nodes.toSorted(compareTimes);
  for (const node of ordered) {
    node.parent ??= byId.get(parentIdOf(node.document));
    node.parent?.children.push(node);
  }
  return ordered;
}

function createNode(document: SegmentDocument, isSegment: boolean, parent: LinkedNode | undefined): LinkedNode {
  return { document, isSegment, parent, children: [] };
}

/** A subsegment needs a parent; the X-Ray receiver too takes one without for a segment. */
function isSegment(document: SegmentDocument): boolean {
  return document.type !== 'subsegment' || parentIdOf(document) === '';
}

function parentIdOf({ parent_id: parentId }: SegmentDocument): string {
  return parentId ?? '';
}

function reach(root: LinkedNode, reached: Set<LinkedNode>): void {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    reached.add(node);
    for (const child of node.children) if (!reached.has(child)) waiting.push(child);
  }
}

function cutFromParent(node: LinkedNode): void {
  if (node.parent === undefined) return;
  node.parent.children = node.parent.children.filter((child) => child !== node);
  node.parent = undefined;
}

function rank(node: TraceNode): number {
  return isOrphan(node) ? 1 : 0;
}

/** Earlier first; of two that start together the longer one, which is likelier to be around the other. */
function compareTimes(a: TraceNode, b: TraceNode): number {
  const [timesA, timesB] = [timesOf(a.document), timesOf(b.document)];
  if (timesA.start !== timesB.start) return timesA.start - timesB.start;
  const [endA, endB] = [timesA.end ?? Infinity, timesB.end ?? Infinity];
  return endA === endB ? 0 : endB - endA;
}
