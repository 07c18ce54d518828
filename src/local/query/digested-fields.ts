import type { SegmentDocument } from '../../xray/segment-document.ts';

/**
 * What digests read of a document, as a smaller one: without texts that only lists and details show. Blocks are shared
 * with the document.
 */
export function pickDigestedFields(document: SegmentDocument): SegmentDocument {
  const { namespace, metadata, sql, subsegments } = document;
  return {
    name: document.name,
    id: document.id,
    start_time: document.start_time,
    end_time: document.end_time,
    in_progress: document.in_progress,
    parent_id: document.parent_id,
    type: document.type,
    namespace,
    origin: document.origin,
    fault: document.fault,
    error: document.error,
    throttle: document.throttle,
    user: document.user,
    resource_arn: document.resource_arn,
    http: document.http,
    aws: document.aws,
    annotations: document.annotations,
    cause: document.cause,
    links: document.links,
    // Calls of AWS name some resources there.
    metadata: namespace === 'aws' ? metadata : undefined,
    // That there is one tells a database.
    sql: sql === undefined ? undefined : NO_SQL,
    subsegments: subsegments?.map(pickDigestedFields),
  };
}

const NO_SQL = {};
