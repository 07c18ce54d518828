import type { Attributes, AttributeValue, SpanRecord } from '../span-record.ts';

/** What an object, a list or a big number costs before its contents, in bytes; a rough measure of V8's. */
const OBJECT_BYTES = 64;

/** About how much memory a span takes, in bytes, without the resource and scope that it shares with others. */
export function estimateSpanBytes(span: SpanRecord): number {
  let bytes = 8 * OBJECT_BYTES + 2 * (span.name.length + span.traceState.length + span.status.message.length);
  bytes += estimateAttributesBytes(span.attributes);
  for (const event of span.events) {
    bytes += 2 * OBJECT_BYTES + 2 * event.name.length + estimateAttributesBytes(event.attributes);
  }
  for (const link of span.links) {
    bytes += 2 * OBJECT_BYTES + link.traceId.length + link.spanId.length + estimateAttributesBytes(link.attributes);
  }
  return bytes;
}

/** About how much memory attributes take, in bytes. */
export function estimateAttributesBytes(attributes: Attributes): number {
  let bytes = OBJECT_BYTES;
  for (const [key, value] of Object.entries(attributes)) bytes += 16 + 2 * key.length + estimateValueBytes(value);
  return bytes;
}

function estimateValueBytes(value: AttributeValue): number {
  if (typeof value === 'string') return 16 + 2 * value.length;
  if (typeof value === 'bigint') return 24;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof Uint8Array) return OBJECT_BYTES + value.length;
  if (!isList(value)) return estimateAttributesBytes(value);
  let bytes = OBJECT_BYTES;
  for (const item of value) bytes += 8 + estimateValueBytes(item);
  return bytes;
}

function isList(value: object): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
