import type { AwsBlock, DocumentMap, DocumentValue, SegmentDocument } from '../xray/segment-document.ts';
import { createMap } from './create-map.ts';
import { isLocalRoot, makeRemoteServiceName } from './name.ts';
import { isGiven, nullIfEmpty, readText } from './read-attribute.ts';
import { withoutUsed } from './remainder.ts';
import { makeSegment } from './segment.ts';
import type { SpanRecord } from './span.ts';
import type { TranslateOptions } from './translate-options.ts';

/** Attributes that tell of the called service only. */
const DEPENDENCY_ATTRIBUTES: ReadonlySet<string> = new Set([
  'aws.remote.service',
  'aws.remote.operation',
  'remoteTarget',
  'K8s.RemoteNamespace',
]);

/**
 * The documents of a span: one, but two for a call or a message that its SDK marked as the first span of this service:
 * the call as a subsegment, and around it a segment that stands for the service. Throws `DroppedSpan`.
 */
export function makeSegments(span: SpanRecord, options: TranslateOptions): readonly SegmentDocument[] {
  if (!isLocalRoot(span)) return [makeSegment(span, options)];
  if (span.kind === 'server' || span.kind === 'internal') {
    return [{ ...makeSegment(span, options), type: undefined, namespace: undefined }];
  }
  const serviceId = options.newId();
  return [makeDependency(span, serviceId, options), makeServiceSegment(span, serviceId, options)];
}

function makeDependency(span: SpanRecord, parentSpanId: string, options: TranslateOptions): SegmentDocument {
  const segment = makeSegment({ ...span, parentSpanId }, options);
  const isNamed = isGiven(span.attributes, 'aws.remote.service');
  return {
    ...segment,
    name: isNamed ? nullIfEmpty(makeRemoteServiceName(span)) : segment.name,
    type: 'subsegment',
    namespace: segment.namespace ?? 'remote',
    links: span.kind === 'consumer' ? undefined : segment.links,
  };
}

function makeServiceSegment(span: SpanRecord, spanId: string, options: TranslateOptions): SegmentDocument {
  const attributes = withoutUsed(span.attributes, (key) => DEPENDENCY_ATTRIBUTES.has(key));
  const segment = makeSegment({ ...span, spanId, attributes }, options);
  return {
    ...segment,
    name: makeServiceName(span, segment),
    type: undefined,
    namespace: undefined,
    http: undefined,
    aws: withoutCall(segment.aws),
    metadata: onlyOfResource(segment.metadata),
    links: span.kind === 'consumer' ? segment.links : undefined,
  };
}

function makeServiceName({ attributes, resource }: SpanRecord, segment: SegmentDocument): string | null {
  if (isGiven(attributes, 'aws.local.service')) return nullIfEmpty(readText(attributes, 'aws.local.service'));
  if (!isGiven(resource.attributes, 'service.name')) return segment.name;
  return nullIfEmpty(readText(resource.attributes, 'service.name'));
}

/** What the service runs on stays. */
function withoutCall(aws: AwsBlock | undefined): AwsBlock | undefined {
  return (
    aws && {
      ...aws,
      account_id: undefined,
      operation: undefined,
      region: undefined,
      request_id: undefined,
      queue_url: undefined,
      table_name: undefined,
      table_names: undefined,
    }
  );
}

/** Namespaces stay, if need be empty. */
function onlyOfResource(metadata: SegmentDocument['metadata']): SegmentDocument['metadata'] {
  if (metadata === undefined) return undefined;
  const kept = createMap<DocumentMap | null>();
  for (const [namespace, values] of Object.entries(metadata)) kept[namespace] = values && keysOfResource(values);
  return kept;
}

function keysOfResource(values: DocumentMap): DocumentMap {
  const kept = createMap<DocumentValue>();
  for (const [key, value] of Object.entries(values)) if (key.startsWith('otel.resource.')) kept[key] = value;
  return kept;
}
