import type { SegmentDocument } from '../../xray/segment-document.ts';
import { stringifyExactJson } from '../query/json-text.ts';

/** The fields whose values the documents of a service share. */
type SharedField = 'service' | 'aws';

/**
 * The JSON of a document that was made here, in two parts: the fields that {@link SegmentDocument} names, and no others.
 * What the documents of a service share, such as what it runs on, is a third of their text and is made once.
 */
export function toDocumentText(document: SegmentDocument): readonly [own: string, shared: string] {
  const own: { readonly [Field in Exclude<keyof SegmentDocument, SharedField>]-?: SegmentDocument[Field] } = {
    start_time: document.start_time,
    end_time: document.end_time,
    in_progress: document.in_progress,
    fault: document.fault,
    error: document.error,
    throttle: document.throttle,
    user: document.user,
    annotations: document.annotations,
    metadata: document.metadata,
    name: document.name,
    id: document.id,
    trace_id: document.trace_id,
    parent_id: document.parent_id,
    type: document.type,
    namespace: document.namespace,
    origin: document.origin,
    resource_arn: document.resource_arn,
    links: document.links,
    http: document.http,
    cause: document.cause,
    sql: document.sql,
    traced: document.traced,
    precursor_ids: document.precursor_ids,
    subsegments: document.subsegments,
  };
  return [stringifyExactJson(own).slice(0, -1), sharedText(document)];
}

/** By the block that has more of it. */
const SHARED = new WeakMap<object, { readonly service: SegmentDocument['service']; readonly text: string }>();

/** Fields behind others, and the end; the blocks do not change. */
function sharedText({ service, aws }: SegmentDocument): string {
  const block = aws ?? service;
  if (block === undefined) return '}';
  let known = SHARED.get(block);
  if (known === undefined || known.service !== service) {
    known = { service, text: `,${stringifyExactJson({ service, aws }).slice(1)}` };
    SHARED.set(block, known);
  }
  return known.text;
}
