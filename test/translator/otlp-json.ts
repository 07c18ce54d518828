import type { Attributes, AttributeValue, SpanRecord, SpanRecordKind } from '../../src/translator/index.ts';

/** An OTLP/JSON value, as recorded inputs hold it. */
export interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number | string;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly OtlpValue[] };
  readonly kvlistValue?: { readonly values?: readonly OtlpKeyValue[] };
}

export interface OtlpKeyValue {
  readonly key: string;
  readonly value: OtlpValue;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: string;
  readonly endTimeUnixNano?: string;
  readonly attributes?: readonly OtlpKeyValue[];
  readonly events?: readonly { name: string; timeUnixNano?: string; attributes?: readonly OtlpKeyValue[] }[];
  readonly links?: readonly { traceId?: string; spanId?: string; attributes?: readonly OtlpKeyValue[] }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** A message of OTLP/JSON, as far as recorded inputs use it. */
export interface OtlpMessage {
  readonly resourceSpans: readonly {
    readonly resource?: { readonly attributes?: readonly OtlpKeyValue[] };
    readonly scopeSpans: readonly {
      readonly scope?: { readonly name?: string; readonly version?: string };
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

const KINDS: readonly SpanRecordKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const CODES = ['unset', 'ok', 'error'] as const;

/** The spans of a recorded message, with integers and doubles told apart. */
export function readSpans(message: OtlpMessage): SpanRecord[] {
  return message.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        ...readSpan(span),
        resource: { attributes: readAttributes(resource?.attributes) },
        scope: { name: scope?.name ?? '', version: scope?.version ?? '' },
      })),
    ),
  );
}

function readSpan(span: OtlpSpan): Omit<SpanRecord, 'resource' | 'scope'> {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId !== undefined && { parentSpanId: span.parentSpanId }),
    traceState: span.traceState ?? '',
    name: span.name,
    kind: KINDS[span.kind ?? 0] ?? 'unspecified',
    startTimeUnixNano: BigInt(span.startTimeUnixNano ?? 0),
    endTimeUnixNano: BigInt(span.endTimeUnixNano ?? 0),
    attributes: readAttributes(span.attributes),
    events: (span.events ?? []).map((event) => ({
      name: event.name,
      timeUnixNano: BigInt(event.timeUnixNano ?? 0),
      attributes: readAttributes(event.attributes),
    })),
    links: (span.links ?? []).map((link) => ({
      traceId: link.traceId ?? '',
      spanId: link.spanId ?? '',
      attributes: readAttributes(link.attributes),
    })),
    status: { code: CODES[span.status?.code ?? 0] ?? 'unset', message: span.status?.message ?? '' },
  };
}

function readAttributes(list: readonly OtlpKeyValue[] = []): Attributes {
  const attributes = Object.create(null) as Record<string, AttributeValue>;
  for (const { key, value } of list) attributes[key] = readValue(value);
  return attributes;
}

function readValue(value: OtlpValue): AttributeValue {
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return BigInt(value.intValue);
  if (value.doubleValue !== undefined) return Number(value.doubleValue);
  if (value.bytesValue !== undefined) return new Uint8Array(Buffer.from(value.bytesValue, 'base64'));
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(readValue);
  return value.kvlistValue === undefined ? null : readAttributes(value.kvlistValue.values);
}
