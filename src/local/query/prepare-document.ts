import type { SegmentDocument } from '../../xray/segment-document.ts';
import type { DigestPool } from './digest-pool.ts';
import { inferredNode, type MapNode, NODE, nodeOfSegment } from './map-node.ts';
import { FACTS, factsOf, type PartFacts } from './part-facts.ts';
import { isSegment } from './trace-tree.ts';

/** A document for digests alone: what they read of large blocks is taken from the pool, and the blocks are left out. */
export type PreparedDocument = SegmentDocument & { readonly [NODE]: MapNode; readonly [FACTS]: PartFacts };

/** Prepares a document, and the subsegments inside of it, for digests that are made with this pool. */
export function prepareDocument(document: SegmentDocument, pool: DigestPool): PreparedDocument {
  return prepare(document, isSegment(document), pool);
}

function prepare(document: SegmentDocument, isOwnSegment: boolean, pool: DigestPool): PreparedDocument {
  const { subsegments } = document;
  return {
    name: document.name,
    id: document.id,
    start_time: document.start_time,
    end_time: document.end_time,
    in_progress: document.in_progress,
    parent_id: document.parent_id,
    type: document.type,
    namespace: document.namespace,
    fault: document.fault,
    error: document.error,
    throttle: document.throttle,
    cause: document.cause,
    links: document.links,
    subsegments: subsegments?.map((subsegment) => prepare(subsegment, false, pool)),
    [NODE]: pool.shareNode(isOwnSegment ? nodeOfSegment(document) : inferredNode(document)),
    [FACTS]: pool.shareFacts(factsOf(document)),
  };
}
