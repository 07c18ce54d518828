import {
  type Attributes,
  type AttributeValue,
  createMap,
  type ResourceRecord,
  type ScopeRecord,
  type SpanRecord,
  type SpanRecordEvent,
  type SpanRecordLink,
  type SpanRecordStatus,
} from '../../translator/index.ts';
import {
  addSpan,
  createSpanCollection,
  type DecodeResult,
  type SpanCollection,
  toDecodeResult,
} from './decode-result.ts';
import { type ProtobufDecoding, readKeyValue } from './protobuf-attributes.ts';
import { ProtobufReader } from './protobuf-reader.ts';
import { append, createSpanDraft, resetSpanDraft, type SpanDraft, toSpanRecord, toSpanStatus } from './span-draft.ts';
import { createValueBudget } from './value-budget.ts';

/**
 * The spans of a binary `ExportTraceServiceRequest`. Field numbers are those of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.
 * Never throws: anything that is no such message gives `ok: false`.
 */
export function decodeOtlpProtobuf(bytes: Uint8Array): DecodeResult {
  return toDecodeResult(() => {
    const reader = new ProtobufReader(bytes);
    const decoding = { reader, budget: createValueBudget(), draft: createSpanDraft() };
    const collection = createSpanCollection();
    while (reader.next()) {
      if (reader.field === 1) readResourceSpans(decoding, collection);
      else reader.skip();
    }
    return collection;
  });
}

interface SpanDecoding extends ProtobufDecoding {
  /** Where the fields of each span are gathered, one span after another. */
  readonly draft: SpanDraft;
}

type Filled<Value> = { -readonly [Key in keyof Value]: Value[Key] };

function readResourceSpans(decoding: SpanDecoding, collection: SpanCollection): void {
  const { reader } = decoding;
  // A resource may follow the spans that belong to it, and a scope likewise: all of them hold one object, filled later.
  const resource: Filled<ResourceRecord> = { attributes: createMap<AttributeValue>() };
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) resource.attributes = readResource(decoding);
    else if (reader.field === 2) readScopeSpans(decoding, resource, collection);
    else reader.skip();
  }
  reader.leave(outer);
}

function readResource(decoding: ProtobufDecoding): Attributes {
  const { reader } = decoding;
  const attributes = createMap<AttributeValue>();
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) readKeyValue(decoding, attributes);
    else reader.skip();
  }
  reader.leave(outer);
  return attributes;
}

function readScopeSpans(decoding: SpanDecoding, resource: ResourceRecord, collection: SpanCollection): void {
  const { reader } = decoding;
  const scope: Filled<ScopeRecord> = { name: '', version: '' };
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) readScope(reader, scope);
    else if (reader.field === 2) addSpan(collection, readSpan(decoding, resource, scope));
    else reader.skip();
  }
  reader.leave(outer);
}

function readScope(reader: ProtobufReader, scope: Filled<ScopeRecord>): void {
  scope.name = '';
  scope.version = '';
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) scope.name = reader.key();
    else if (reader.field === 2) scope.version = reader.key();
    else reader.skip();
  }
  reader.leave(outer);
}

function readSpan(decoding: SpanDecoding, resource: ResourceRecord, scope: ScopeRecord): SpanRecord | undefined {
  const { reader, budget, draft } = decoding;
  budget.spend();
  const attributes = createMap<AttributeValue>();
  resetSpanDraft(draft, attributes);
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 9) readKeyValue(decoding, attributes);
    else readSpanField(decoding);
  }
  reader.leave(outer);
  return toSpanRecord(draft, resource, scope);
}

function readSpanField(decoding: SpanDecoding): void {
  const { reader, draft } = decoding;
  switch (reader.field) {
    case 1:
      draft.traceId = reader.traceId();
      return;
    case 2:
      draft.spanId = reader.spanId();
      return;
    case 3:
      draft.traceState = reader.string();
      return;
    case 4:
      draft.parentSpanId = reader.spanId();
      return;
    case 5:
      draft.name = reader.string();
      return;
    case 6:
      draft.kind = reader.uint32();
      return;
    case 7:
      draft.startTimeUnixNano = reader.fixed64();
      return;
    case 8:
      draft.endTimeUnixNano = reader.fixed64();
      return;
    case 11:
      draft.events = append(draft.events, readEvent(decoding));
      return;
    case 13:
      draft.links = append(draft.links, readLink(decoding));
      return;
    case 15:
      draft.status = readStatus(reader);
      return;
    case 16:
      draft.flags = reader.fixed32();
      return;
    default:
      reader.skip();
  }
}

function readEvent(decoding: ProtobufDecoding): SpanRecordEvent {
  const { reader, budget } = decoding;
  budget.spend();
  let timeUnixNano = 0n;
  let name = '';
  const attributes = createMap<AttributeValue>();
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) timeUnixNano = reader.fixed64();
    else if (reader.field === 2) name = reader.string();
    else if (reader.field === 3) readKeyValue(decoding, attributes);
    else reader.skip();
  }
  reader.leave(outer);
  return { name, timeUnixNano, attributes };
}

function readLink(decoding: ProtobufDecoding): SpanRecordLink {
  const { reader, budget } = decoding;
  budget.spend();
  let traceId = '';
  let spanId = '';
  const attributes = createMap<AttributeValue>();
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) traceId = reader.hex();
    else if (reader.field === 2) spanId = reader.hex();
    else if (reader.field === 4) readKeyValue(decoding, attributes);
    else reader.skip();
  }
  reader.leave(outer);
  return { traceId, spanId, attributes };
}

function readStatus(reader: ProtobufReader): SpanRecordStatus {
  let message = '';
  let code = 0;
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 2) message = reader.string();
    else if (reader.field === 3) code = reader.uint32();
    else reader.skip();
  }
  reader.leave(outer);
  return toSpanStatus(code, message);
}
