import type { SegmentDocument } from '../../xray/segment-document.ts';
import { timesOf } from './document-times.ts';

/** A segment or subsegment in its place, whether it came as a document of its own or inside another. */
export interface TraceNode {
  readonly document: SegmentDocument;
  readonly isSegment: boolean;
  /** In seconds since 1970. */
  readonly start: number;
  /** Undefined while it is in progress. */
  readonly end: number | undefined;
  readonly parent: TraceNode | undefined;
  /** By start time. */
  readonly children: readonly TraceNode[];
}

interface LinkedNode extends TraceNode {
  parent: LinkedNode | undefined;
  readonly children: LinkedNode[];
  /** It is below a root. */
  isReached: boolean;
}

/**
 * The documents and the subsegments inside them as trees: usually one, more when a parent is missing; what has no
 * parent comes first, then by start time. Each is in exactly one place, even when the parents form a circle (which is
 * then cut at its earliest part), and at any depth.
 */
export function buildTraceTree(documents: readonly SegmentDocument[]): readonly TraceNode[] {
  const nodes = linkNodes(documents);
  const roots = nodes.filter(({ parent }) => parent === undefined);
  let reached = 0;
  for (const root of roots) reached += reach(root);
  // Others lie in circles.
  if (reached < nodes.length) {
    for (const node of nodes) {
      if (node.isReached) continue;
      cutFromParent(node);
      roots.push(node);
      reach(node);
    }
  }
  return roots.length < 2 ? roots : roots.sort((a, b) => rank(a) - rank(b) || compareTimes(a, b));
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
    const { subsegments } = node.document;
    if (subsegments === undefined) continue;
    for (const subsegment of subsegments) nodes.push(createNode(subsegment, false, node));
  }
  const findNode = createNodeFinder(nodes);
  for (const node of nodes) {
    const parentId = parentIdOf(node.document);
    if (parentId !== '') node.parent ??= findNode(parentId);
  }
  nodes.sort(compareTimes);
  for (const node of nodes) node.parent?.children.push(node);
  return nodes;
}

/** More than these are looked up in a map, which takes longer to make than a few comparisons. */
const FEW = 8;

/** Finds the first node with an id. */
function createNodeFinder(nodes: readonly LinkedNode[]): (id: string) => LinkedNode | undefined {
  if (nodes.length <= FEW) return (id) => nodes.find(({ document }) => document.id === id);
  const byId = new Map<string, LinkedNode>();
  for (const node of nodes) {
    const { id } = node.document;
    if (id !== null && !byId.has(id)) byId.set(id, node);
  }
  return (id) => byId.get(id);
}

function createNode(document: SegmentDocument, isSegment: boolean, parent: LinkedNode | undefined): LinkedNode {
  const { start, end } = timesOf(document);
  return { document, isSegment, start, end, parent, children: [], isReached: false };
}

/** A subsegment needs a parent; the X-Ray receiver too takes one without for a segment. */
export function isSegment(document: SegmentDocument): boolean {
  return document.type !== 'subsegment' || parentIdOf(document) === '';
}

function parentIdOf({ parent_id: parentId }: SegmentDocument): string {
  return parentId ?? '';
}

/** Marks what is below a root, and says how much that is. */
function reach(root: LinkedNode): number {
  const waiting = [root];
  let count = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    node.isReached = true;
    count += 1;
    for (const child of node.children) if (!child.isReached) waiting.push(child);
  }
  return count;
}

function cutFromParent(node: LinkedNode): void {
  const siblings = node.parent?.children;
  siblings?.splice(siblings.indexOf(node), 1);
  node.parent = undefined;
}

function rank(node: TraceNode): number {
  return isOrphan(node) ? 1 : 0;
}

/** Earlier first; of two that start together the longer one, which is likelier to be around the other. */
function compareTimes(a: TraceNode, b: TraceNode): number {
  if (a.start !== b.start) return a.start - b.start;
  const [endA, endB] = [a.end ?? Infinity, b.end ?? Infinity];
  return endA === endB ? 0 : endB - endA;
}
