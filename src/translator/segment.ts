import type { SegmentDocument } from '../xray/segment-document.ts';
import { makeAttributeParts } from './attribute-parts.ts';
import { makeCause } from './cause.ts';
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
import { isAlwaysSegment, makeParentId } from './type.ts';

/**
 * One span as one document. Each part takes the attributes that it knows, no two the same; annotations and metadata take
 * what is left. Throws `DroppedSpan`.
 */
export function makeSegment(original: SpanRecord, options: TranslateOptions): SegmentDocument {
  const { startTime, endTime, attributes } = makeTimes(original);
  const span = attributes === original.attributes ? original : { ...original, attributes };
  const resource = span.resource.attributes;
  const { indexedAttributes = NONE, indexAllAttributes = false, logGroupNames = NONE, newId } = options;

  const decidingParent = isAlwaysSegment(span.kind) ? undefined : makeParentId(span);
  const isSegment = decidingParent === undefined || decidingParent === '';
  const cause = makeCause(span, newId);
  const sql = makeSql(span);
  const hasSql = sql !== undefined;
  const partsOptions = { indexedAttributes, indexAllAttributes, logGroupNames, hasSql, storesResource: isSegment };
  const { user, annotations, metadata, http, aws } = makeAttributeParts(span, partsOptions);
  const { name, namespace } = makeName(span);
  const { fault, error, throttle } = makeStatus(span);

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
    parent_id: unlessEmpty(decidingParent ?? makeParentId(span)),
    type: isSegment ? undefined : 'subsegment',
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
