import type { Attributes, HrTime, Link, SpanStatus } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { ProtobufWriter } from './protobuf-writer.ts';

/*
 * In a tag stand a field's number and, in the last three bits, its wire type: 0 a varint, 1 eight bytes, 2 a length and
 * so many bytes, 5 four bytes.
 */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/** How many bytes the length of a message takes, mostly: up to 127 one, up to 16,383 two. */
const SHORT = 1;
const LONG = 2;

const MAX_INTEGER = 2 ** 63;
const NANOS_PER_SECOND = 1_000_000_000;
const TWO_TO_16 = 2 ** 16;
const TWO_TO_32 = 2 ** 32;

type Resource = ReadableSpan['resource'];
type Scope = ReadableSpan['instrumentationScope'];

/** Spans of one resource and one scope, in the form of a request but without these two. */
export interface EncodedSpans {
  readonly resource: Resource;
  readonly scope: Scope;
  readonly bytes: Uint8Array;
}

/** Room for what stands around the spans; where it is more, the writer grows. */
const HEAD_BYTES = 4096;

const writer = new ProtobufWriter();

/**
 * The spans, each as the field of a `ScopeSpans`: the bytes that upstream's serializer writes, in half of its time, in one
 * pass over the spans and into a buffer that is used again. {@link joinSpans} makes a request of them.
 *
 * @throws for a span that is none
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export function encodeSpans(spans: readonly ReadableSpan[]): readonly EncodedSpans[] {
  return groupByScope(spans).map(([first, ...others]) => {
    writer.clear();
    writeSpan(first);
    for (const span of others) writeSpan(span);
    return { resource: first.resource, scope: first.instrumentationScope, bytes: writer.toBytes() };
  });
}

/** Spans of the same resource and scope, told by their identity, stand together. */
function groupByScope(spans: readonly ReadableSpan[]): [ReadableSpan, ...ReadableSpan[]][] {
  const groups: [ReadableSpan, ...ReadableSpan[]][] = [];
  for (const span of spans) {
    const group = groups.find(([first]) => isSame(first.resource, first.instrumentationScope, span));
    if (group === undefined) groups.push([span]);
    else group.push(span);
  }
  return groups;
}

function isSame(resource: Resource, scope: Scope, span: ReadableSpan): boolean {
  return resource === span.resource && scope === span.instrumentationScope;
}

/** A binary `ExportTraceServiceRequest` of all, in their order. */
export function joinSpans(encoded: readonly EncodedSpans[]): Uint8Array {
  const resources = new Map<Resource, Map<Scope, Uint8Array[]>>();
  let size = 0;
  for (const { resource, scope, bytes } of encoded) {
    const scopes = getOrAdd(resources, resource, () => new Map<Scope, Uint8Array[]>());
    getOrAdd(scopes, scope, () => []).push(bytes);
    size += bytes.length;
  }
  const request = new ProtobufWriter(size + HEAD_BYTES);
  for (const [resource, scopes] of resources) writeResourceSpans(request, resource, scopes);
  return request.takeBytes();
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
}

function writeResourceSpans(
  request: ProtobufWriter,
  resource: Resource,
  scopes: ReadonlyMap<Scope, readonly Uint8Array[]>,
): void {
  const lengthBytes = request.expectedLengthBytes;
  const { head, tail } = resourceFrame(resource);
  request.tag(tagOf(1, LENGTH));
  const start = request.beginMessage(lengthBytes);
  request.raw(head);
  for (const [scope, spans] of scopes) {
    const frame = scopeFrame(scope);
    request.tag(tagOf(2, LENGTH));
    const scopeStart = request.beginMessage(lengthBytes);
    request.raw(frame.head);
    for (const bytes of spans) request.raw(bytes);
    request.raw(frame.tail);
    request.endMessage(scopeStart, lengthBytes);
  }
  request.raw(tail);
  request.endMessage(start, lengthBytes);
}

/** What stands before the spans of a resource or a scope, and behind them. */
interface Frame {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

const frames = new WeakMap<Resource | Scope, Frame>();

function resourceFrame(resource: Resource): Frame {
  const known = frames.get(resource);
  if (known !== undefined) return known;
  const frame = createFrame(() => writeResource(resource), resource.schemaUrl);
  // Until then its attributes change.
  if (resource.asyncAttributesPending !== true) frames.set(resource, frame);
  return frame;
}

function scopeFrame(scope: Scope): Frame {
  const known = frames.get(scope);
  if (known !== undefined) return known;
  const frame = createFrame(() => writeScope(scope), scope.schemaUrl);
  frames.set(scope, frame);
  return frame;
}

function createFrame(writeHead: () => void, schemaUrl: string | undefined): Frame {
  writer.clear();
  writeHead();
  const head = writer.toBytes();
  writer.clear();
  if (schemaUrl) writeText(3, schemaUrl);
  return { head, tail: writer.toBytes() };
}

function writeResource({ attributes }: Resource): void {
  const start = begin(1, LONG);
  writeAttributes(1, attributes);
  writeCount(2, 0);
  writer.endMessage(start, LONG);
}

function writeScope({ name, version }: Scope): void {
  const start = begin(1, SHORT);
  writeText(1, name);
  if (version) writeText(2, version);
  writer.endMessage(start, SHORT);
}

function writeSpan(span: ReadableSpan): void {
  const { traceId, spanId, traceState, traceFlags } = span.spanContext();
  const parent = span.parentSpanContext;
  const start = begin(2, LONG);
  writeId(1, traceId);
  writeId(2, spanId);
  const state = traceState?.serialize();
  if (state) writeText(3, state);
  if (parent?.spanId) writeId(4, parent.spanId);
  writeText(5, span.name);
  // OTLP begins with an unspecified kind.
  writeCount(6, span.kind + 1);
  writeTime(7, span.startTime);
  writeTime(8, span.endTime);
  writeAttributes(9, span.attributes);
  writeCount(10, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(event);
  writeCount(12, span.droppedEventsCount);
  for (const link of span.links) writeLink(link);
  writeCount(14, span.droppedLinksCount);
  writeStatus(span.status);
  writeFlags(16, traceFlags, parent?.isRemote);
  writer.endMessage(start, LONG);
}

function writeEvent({ time, name, attributes, droppedAttributesCount }: TimedEvent): void {
  const start = begin(11, SHORT);
  writeTime(1, time);
  writeText(2, name);
  if (attributes !== undefined) writeAttributes(3, attributes);
  writeCount(4, droppedAttributesCount ?? 0);
  writer.endMessage(start, SHORT);
}

function writeLink({ context, attributes, droppedAttributesCount }: Link): void {
  const start = begin(13, SHORT);
  writeId(1, context.traceId);
  writeId(2, context.spanId);
  const state = context.traceState?.serialize();
  if (state) writeText(3, state);
  if (attributes !== undefined) writeAttributes(4, attributes);
  writeCount(5, droppedAttributesCount ?? 0);
  writeFlags(6, context.traceFlags, context.isRemote);
  writer.endMessage(start, SHORT);
}

function writeStatus({ code, message }: SpanStatus): void {
  const start = begin(15, SHORT);
  if (message) writeText(2, message);
  writeCount(3, code);
  writer.endMessage(start, SHORT);
}

/** The W3C flags; above them whether it is known that the parent is in another process, and whether it is. */
function writeFlags(field: number, traceFlags: number, isRemote: boolean | undefined): void {
  // Field 16 is the one whose tag takes two bytes.
  writer.varint(tagOf(field, FIXED32));
  writer.fixed32((traceFlags & 0xff) | 0x100 | (isRemote === true ? 0x200 : 0));
}

/** Nanoseconds since 1970 in 64 bits, of which a number holds 53: the seconds are multiplied in two halves. */
function writeTime(field: number, [seconds, nanos]: HrTime): void {
  const upper = Math.floor(seconds / TWO_TO_16) * NANOS_PER_SECOND;
  const lower = (seconds % TWO_TO_16) * NANOS_PER_SECOND + nanos + (upper % TWO_TO_16) * TWO_TO_16;
  writer.tag(tagOf(field, FIXED64));
  writer.fixed64(Math.floor(upper / TWO_TO_16) + Math.floor(lower / TWO_TO_32), lower >>> 0);
}

function writeAttributes(field: number, attributes: Attributes): void {
  const tag = tagOf(field, LENGTH);
  for (const key of Object.keys(attributes)) writeKeyValue(tag, key, attributes[key]);
}

function writeKeyValue(tag: number, key: string, value: unknown): void {
  if (typeof value === 'string' && writer.shortPair(tag, key, value)) return;
  writer.tag(tag);
  const start = writer.beginMessage(SHORT);
  writeText(1, key);
  writeMessageOfValue(2, value);
  writer.endMessage(start, SHORT);
}

function writeMessageOfValue(field: number, value: unknown): void {
  const start = begin(field, SHORT);
  writeValue(value);
  writer.endMessage(start, SHORT);
}

/** Nothing for what OTLP has no value for, such as null. */
function writeValue(value: unknown): void {
  if (typeof value === 'string') writeText(1, value);
  else if (typeof value === 'boolean') writeCount(2, value ? 1 : 0);
  else if (typeof value === 'number') writeNumber(value);
  else if (value instanceof Uint8Array) {
    writer.tag(tagOf(7, LENGTH));
    writer.bytes(value);
  } else if (Array.isArray(value)) {
    const start = begin(5, SHORT);
    for (const item of value as readonly unknown[]) writeMessageOfValue(1, item);
    writer.endMessage(start, SHORT);
  } else if (typeof value === 'object' && value !== null) {
    const start = begin(6, SHORT);
    for (const [key, member] of Object.entries(value)) writeKeyValue(tagOf(1, LENGTH), key, member);
    writer.endMessage(start, SHORT);
  }
}

function writeNumber(value: number): void {
  if (Number.isInteger(value) && value >= -MAX_INTEGER && value < MAX_INTEGER) return writeCount(3, value);
  writer.tag(tagOf(4, FIXED64));
  writer.double(value);
}

function begin(field: number, lengthBytes: number): number {
  writer.tag(tagOf(field, LENGTH));
  return writer.beginMessage(lengthBytes);
}

/** JavaScript lets applications give names and ids that are no texts: they are written as empty ones. */
function writeText(field: number, text: unknown): void {
  writer.tag(tagOf(field, LENGTH));
  writer.string(typeof text === 'string' ? text : '');
}

function writeId(field: number, digits: unknown): void {
  writer.tag(tagOf(field, LENGTH));
  writer.hex(typeof digits === 'string' ? digits : '');
}

function writeCount(field: number, value: number): void {
  writer.tag(tagOf(field, VARINT));
  writer.varint(value);
}

function tagOf(field: number, wireType: number): number {
  return field * 8 + wireType;
}
