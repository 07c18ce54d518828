import { createHash } from 'node:crypto';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import type { Segment, Trace } from '../api/xray-api.ts';
import { isOutgoing, inferredNode } from './map-node.ts';
import { timesOf } from './document-times.ts';
import { stringifyExactJson } from './json-text.ts';
import { buildTraceTree, type TraceNode } from './trace-tree.ts';

/** A segment document, or one that stands for something that was called and sends none. */
export type AssembledDocument = SegmentDocument & { readonly inferred?: true };

/**
 * How deep subsegments lie in one another before those below become segments of their own answer: readers of JSON
 * recurse.
 */
const MAX_DEPTH = 200;

/** A whole trace as BatchGetTraces gives it. */
export function assembleTrace(traceId: string, documents: readonly SegmentDocument[]): Trace {
  const roots = buildTraceTree(documents);
  const assembled = assembleDocuments(traceId, roots);
  return {
    Id: traceId,
    Duration: durationOf(documents),
    LimitExceeded: false,
    Segments: assembled.map(toSegment),
  };
}

/**
 * The segments of a trace: subsegments that came on their own stand inside of their parents, those without a parent
 * stay as they came, and each call that no segment answers gets an inferred one.
 */
export function assembleDocuments(traceId: string, roots: readonly TraceNode[]): readonly AssembledDocument[] {
  const separate: TraceNode[] = [...roots];
  const inferred: AssembledDocument[] = [];
  const documents: AssembledDocument[] = [];
  // The list grows while it is walked: by the segments below each node.
  for (const node of separate) {
    const below = nestSubsegments(node, { separate, inferred, traceId }, 0);
    const { subsegments: _own, ...document } = node.document;
    documents.push({
      ...document,
      trace_id: traceId,
      // What stood inside of another document says where it belongs.
      ...(!node.isSegment && node.parent?.document.id && { parent_id: node.parent.document.id, type: 'subsegment' }),
      ...(below.length > 0 && { subsegments: below }),
    });
  }
  return [...documents, ...inferred];
}

interface Assembly {
  readonly separate: TraceNode[];
  readonly inferred: AssembledDocument[];
  readonly traceId: string;
}

function nestSubsegments(node: TraceNode, assembly: Assembly, depth: number): readonly SegmentDocument[] {
  const { separate, inferred, traceId } = assembly;
  if (!node.isSegment && isOutgoing(node.document) && !node.children.some(({ isSegment }) => isSegment)) {
    inferred.push(inferSegment(node.document, traceId));
  }
  const nested: SegmentDocument[] = [];
  for (const child of node.children) {
    if (child.isSegment || depth === MAX_DEPTH) {
      separate.push(child);
      continue;
    }
    const below = nestSubsegments(child, assembly, depth + 1);
    const { trace_id: _traceId, parent_id: _parentId, type: _type, subsegments: _own, ...rest } = child.document;
    nested.push({ ...rest, ...(below.length > 0 && { subsegments: below }) });
  }
  return nested;
}

function inferSegment(call: SegmentDocument, traceId: string): AssembledDocument {
  const { name, id, start_time, end_time, in_progress, http, aws, fault, error, throttle, cause } = call;
  const { type } = inferredNode(call);
  return {
    id: createHash('sha256')
      .update(`inferred ${traceId} ${id ?? ''}`)
      .digest('hex')
      .slice(0, 16),
    name,
    start_time,
    trace_id: traceId,
    ...(end_time !== undefined && { end_time }),
    ...(in_progress !== undefined && { in_progress }),
    ...(id !== null && { parent_id: id }),
    inferred: true,
    ...(http !== undefined && { http }),
    ...(aws !== undefined && { aws }),
    ...(fault !== undefined && { fault }),
    ...(error !== undefined && { error }),
    ...(throttle !== undefined && { throttle }),
    ...(cause !== undefined && { cause }),
    ...(type !== 'remote' && { origin: type }),
  };
}

function toSegment(document: AssembledDocument): Segment {
  return { Id: document.id ?? '', Document: stringifyExactJson(document) };
}

/** Seconds from the earliest start to the last end; 0 for nothing. */
export function durationOf(documents: readonly SegmentDocument[]): number {
  let [start, end] = [Infinity, -Infinity];
  for (const document of documents) {
    const times = timesOf(document);
    start = Math.min(start, times.start);
    end = Math.max(end, times.end ?? times.start);
  }
  return end > start ? end - start : 0;
}
