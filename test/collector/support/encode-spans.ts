import type {
  Attributes,
  AttributeValue,
  SpanRecord,
  SpanRecordEvent,
  SpanRecordLink,
} from '../../../src/translator/span.ts';

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const STATUS_CODES = ['unset', 'ok', 'error'] as const;

/**
 * Spans as a binary `ExportTraceServiceRequest`, each under a resource of its own. Unlike the SDK's serializer it
 * writes every value that OTLP has, bytes and empty ones among them. Field numbers are those of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.
 */
export function encodeSpans(spans: readonly SpanRecord[]): Buffer {
  return Buffer.concat(spans.map((span) => block(1, [encodeResource(span), encodeScopeSpans(span)])));
}

function encodeResource({ resource }: SpanRecord): Buffer {
  return block(1, encodeAttributes(1, resource.attributes));
}

function encodeScopeSpans(span: SpanRecord): Buffer {
  const scope = block(1, [text(1, span.scope.name), text(2, span.scope.version)]);
  return block(2, [scope, block(2, encodeSpan(span))]);
}

function encodeSpan(span: SpanRecord): Buffer[] {
  return [
    bytes(1, Buffer.from(span.traceId, 'hex')),
    bytes(2, Buffer.from(span.spanId, 'hex')),
    text(3, span.traceState),
    ...(span.parentSpanId === undefined ? [] : [bytes(4, Buffer.from(span.parentSpanId, 'hex'))]),
    text(5, span.name),
    integer(6, BigInt(KINDS.indexOf(span.kind))),
    fixed64(7, span.startTimeUnixNano),
    fixed64(8, span.endTimeUnixNano),
    ...encodeAttributes(9, span.attributes),
    ...span.events.map((event) => block(11, encodeEvent(event))),
    ...span.links.map((link) => block(13, encodeLink(link))),
    block(15, [text(2, span.status.message), integer(3, BigInt(STATUS_CODES.indexOf(span.status.code)))]),
  ];
}

function encodeEvent({ timeUnixNano, name, attributes }: SpanRecordEvent): Buffer[] {
  return [fixed64(1, timeUnixNano), text(2, name), ...encodeAttributes(3, attributes)];
}

function encodeLink({ traceId, spanId, attributes }: SpanRecordLink): Buffer[] {
  return [
    bytes(1, Buffer.from(traceId, 'hex')),
    bytes(2, Buffer.from(spanId, 'hex')),
    ...encodeAttributes(4, attributes),
  ];
}

function encodeAttributes(field: number, attributes: Attributes): Buffer[] {
  return Object.entries(attributes).map(([key, value]) => block(field, [text(1, key), block(2, encodeValue(value))]));
}

function encodeValue(value: AttributeValue): Buffer[] {
  if (value === null) return [];
  if (typeof value === 'string') return [text(1, value)];
  if (typeof value === 'boolean') return [integer(2, value ? 1n : 0n)];
  if (typeof value === 'bigint') return [integer(3, BigInt.asUintN(64, value))];
  if (typeof value === 'number') return [encodeDouble(value)];
  if (value instanceof Uint8Array) return [bytes(7, value)];
  if (isList(value))
    return [
      block(
        5,
        value.map((item) => block(1, encodeValue(item))),
      ),
    ];
  return [block(6, encodeAttributes(1, value))];
}

function encodeDouble(value: number): Buffer {
  const double = Buffer.alloc(8);
  double.writeDoubleLE(value);
  return Buffer.concat([tag(4, 1), double]);
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

function block(field: number, parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts));
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value, 'utf8'));
}

function bytes(field: number, value: Uint8Array): Buffer {
  return Buffer.concat([tag(field, 2), varint(BigInt(value.length)), value]);
}

function integer(field: number, value: bigint): Buffer {
  return Buffer.concat([tag(field, 0), varint(value)]);
}

function fixed64(field: number, value: bigint): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64LE(value);
  return Buffer.concat([tag(field, 1), number]);
}

function tag(field: number, wireType: number): Buffer {
  return varint(BigInt((field << 3) | wireType));
}

function varint(value: bigint): Buffer {
  const digits: number[] = [];
  let rest = value;
  while (rest > 127n) {
    digits.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Buffer.from([...digits, Number(rest)]);
}
