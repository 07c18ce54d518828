import type { SegmentDocument } from '../xray/segment-document.ts';
import { makeAttributes, withIndexed } from './attributes.ts';
import { isCallAttribute, makeAws } from './aws.ts';
import { isStatusText, makeCause } from './cause.ts';
import { isHttpAttribute, makeHttp } from './http.ts';
import { makeSpanId, makeTraceId } from './ids.ts';
import { makeLinks } from './links.ts';
import { makeName } from './name.ts';
import { makeOrigin } from './origin.ts';
import { nullIfEmpty, unlessEmpty } from './read-attribute.ts';
import { withoutUsed } from './remainder.ts';
import { makeService } from './service.ts';
import type { SpanRecord } from './span.ts';
import { isSqlAttribute, makeSql } from './sql.ts';
import { makeStatus } from './status.ts';
import { makeTimes } from './times.ts';
import type { TranslateOptions } from './translate-options.ts';
import { makeParentId, makeType } from './type.ts';

/**
 * One span as one document. Each part takes the attributes that it knows, no two the same; annotations and metadata take
 * what is left. Throws `DroppedSpan`.
 */
export function makeSegment(original: SpanRecord, options: TranslateOptions): SegmentDocument {
  const { startTime, endTime, attributes } = makeTimes(original);
  const span = attributes === original.attributes ? original : { ...original, attributes };
  const resource = span.resource.attributes;
  const { indexedAttributes = NONE, indexAllAttributes = false, logGroupNames = NONE, newId } = options;

  const { type, storesResource } = makeType(span);
  const http = makeHttp(span);
  const cause = makeCause(span, newId);
  const aws = makeAws(resource, attributes, logGroupNames);
  const sql = makeSql(span);
  const unused = withoutUsed(
    attributes,
    (key) =>
      isHttpAttribute(key) ||
      isCallAttribute(key) ||
      isStatusText(key, span) ||
      (sql !== undefined && isSqlAttribute(key)),
  );
  const left = withIndexed(unused, attributes, indexedAttributes);
  const { name, namespace } = makeName(span);
  const { fault, error, throttle } = makeStatus(span);
  const { user, annotations, metadata } = makeAttributes(left, storesResource ? resource : undefined, {
    indexedAttributes,
    indexAllAttributes,
  });

  return {
    start_time: startTime,
    end_time: endTime,
    in_progress: endTime === undefined ? true : undefined,
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
    http,
    cause,
    aws,
    sql,
  };
}

const NONE: readonly never[] = [];
