import type { SegmentDocument } from '../xray/segment-document.ts';
import { makeAttributes, withIndexed } from './attributes.ts';
import { makeAws } from './aws.ts';
import { makeCause } from './cause.ts';
import { makeHttp } from './http.ts';
import { makeSpanId, makeTraceId } from './ids.ts';
import { makeLinks } from './links.ts';
import { makeName } from './name.ts';
import { makeOrigin } from './origin.ts';
import { nullIfEmpty, unlessEmpty } from './read-attribute.ts';
import { makeService } from './service.ts';
import type { SpanRecord } from './span.ts';
import { makeSql } from './sql.ts';
import { makeStatus } from './status.ts';
import { makeTimes } from './times.ts';
import type { TranslateOptions } from './translate-options.ts';
import { makeParentId, makeType } from './type.ts';

/**
 * One span as one document. Each part takes the attributes that it knows and leaves the rest to the next; annotations
 * and metadata take what is left. Throws `DroppedSpan`.
 */
export function makeSegment(original: SpanRecord, options: TranslateOptions): SegmentDocument {
  const { part: times, rest: attributes } = makeTimes(original);
  const span = attributes === original.attributes ? original : { ...original, attributes };
  const resource = span.resource.attributes;
  const { indexedAttributes = [], indexAllAttributes = false, logGroupNames = [], newId } = options;

  const { type, storesResource } = makeType(span);
  const http = makeHttp(span, attributes);
  const cause = makeCause(span, http.rest, newId);
  const aws = makeAws(resource, cause.rest, logGroupNames);
  const sql = makeSql(span.name, aws.rest);
  const left = withIndexed(sql.rest, attributes, indexedAttributes);
  const { name, namespace } = makeName(span);
  const { fault, error, throttle } = makeStatus(span);
  const { user, annotations, metadata } = makeAttributes(left, storesResource ? resource : undefined, {
    indexedAttributes,
    indexAllAttributes,
  });

  return {
    ...times,
    fault,
    error,
    throttle,
    user,
    annotations,
    metadata,
    name: nullIfEmpty(name),
    id: nullIfEmpty(makeSpanId(span.spanId, 'invalid-span-id')),
    trace_id: makeTraceId(span.traceId, 'invalid-trace-id'),
    parent_id: unlessEmpty(makeParentId(span)),
    type,
    namespace,
    service: makeService(resource),
    origin: makeOrigin(resource),
    links: makeLinks(span.links),
    http: http.part,
    cause: cause.part,
    aws: aws.part,
    sql: sql.part,
  };
}
