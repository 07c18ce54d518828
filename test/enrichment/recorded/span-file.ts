import { type Attributes, type Link, SpanKind, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';

/** A span as it is kept in a file: without ids and times, and its parent by where it is. */
export interface SpanFile {
  readonly name: string;
  readonly kind: keyof typeof SpanKind;
  readonly scope: string;
  /** Where the parent is; without one the span is a root. */
  readonly parent?: 'local' | 'remote';
  readonly attributes: Attributes;
  readonly events?: readonly { readonly name: string; readonly attributes?: Attributes }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string; readonly attributes?: Attributes }[];
  readonly status?: SpanStatus;
}

const KINDS = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
const VOLATILE = new Set(['network.peer.port']);

/** What of an ended span is worth keeping. */
export function toRecord(span: ReadableSpan): SpanFile {
  const { name, kind, instrumentationScope, parentSpanContext, attributes, events, links, status } = span;
  const parent = parentSpanContext?.isRemote === true ? 'remote' : 'local';
  return {
    name,
    kind: KINDS[kind] ?? 'INTERNAL',
    scope: instrumentationScope.name,
    ...(parentSpanContext !== undefined && { parent }),
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, VOLATILE.has(key) ? 54_321 : value]),
    ),
    ...(events.length > 0 && {
      events: events.map((event) => ({ name: event.name, ...withAttributes(event.attributes) })),
    }),
    ...(links.length > 0 && {
      links: links.map(({ context, attributes: own }) => ({ ...idsOf(context), ...withAttributes(own) })),
    }),
    ...(status.code !== SpanStatusCode.UNSET && { status }),
  };
}

function withAttributes(attributes: Attributes | undefined): { attributes?: Attributes } {
  return attributes === undefined ? {} : { attributes };
}

function idsOf({ traceId, spanId }: { traceId: string; spanId: string }): { traceId: string; spanId: string } {
  return { traceId, spanId };
}

/** A resource as otel-xray detects it on a developer's machine. */
export const shopResource: Attributes = {
  'service.name': 'shop',
  'telemetry.sdk.language': 'nodejs',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.version': '3.1.0',
  'service.version': '1.2.3',
  'telemetry.distro.name': 'otel-xray',
  'telemetry.distro.version': '0.1.0',
};

const TRACE_ID = '5759e988bd862e3fe1be46a994272793';

/** A span of a file, ended a second after it began, of the given resource. */
export function toSpan(file: SpanFile, resource: Attributes = shopResource): ReadableSpan {
  const { name, kind, scope, parent, attributes, events = [], links = [], status = { code: 0 } } = file;
  const context = { traceId: TRACE_ID, traceFlags: 1 };
  return {
    name,
    kind: SpanKind[kind],
    spanContext: () => ({ ...context, spanId: '53995c3f42cd8ad8' }),
    ...(parent !== undefined && {
      parentSpanContext: { ...context, spanId: '4a3b2c1d0e9f8a7b', isRemote: parent === 'remote' },
    }),
    startTime: [1_700_000_000, 0],
    endTime: [1_700_000_001, 0],
    duration: [1, 0],
    ended: true,
    status,
    attributes,
    events: events.map((event): TimedEvent => ({ time: [1_700_000_000, 500_000_000], ...event })),
    links: links.map(({ traceId, spanId, ...rest }): Link => ({
      context: { traceId, spanId, traceFlags: 1 },
      ...rest,
    })),
    resource: resourceOf(resource),
    instrumentationScope: { name: scope, version: '1.0.0' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

const resources = new Map<Attributes, ReadableSpan['resource']>();

function resourceOf(attributes: Attributes): ReadableSpan['resource'] {
  const known = resources.get(attributes) ?? resourceFromAttributes(attributes);
  resources.set(attributes, known);
  return known;
}
