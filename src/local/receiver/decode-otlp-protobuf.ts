import {
  type AttributeValue,
  createMap,
  type ResourceRecord,
  type ScopeRecord,
  type SpanRecordEvent,
  type SpanRecordLink,
  type SpanRecordStatus,
} from '../../translator/index.ts';
import { createSpanCollection, type DecodeResult, type SpanCollection, toDecodeResult } from './decode-result.ts';
import { type ProtobufDecoding, readKeyValue } from './protobuf-attributes.ts';
import { ProtobufReader, type ProtobufSlice } from './protobuf-reader.ts';
import { createSpanDraft, type SpanDraft, toSpanRecord } from './span-draft.ts';
import { toStatusCode } from './span-words.ts';
import { createValueBudget } from './value-budget.ts';

/**
 * The spans of a binary `ExportTraceServiceRequest`. Field numbers are those of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.
 * Never throws: anything that is no such message gives `ok: false`.
 */
export function decodeOtlpProtobuf(bytes: Uint8Array): DecodeResult {
  return toDecodeResult(() => {
    const reader = new ProtobufReader(bytes);
    const decoding = { reader, budget: createValueBudget() };
    const collection = createSpanCollection();
    while (reader.next()) {
      if (reader.field === 1) readResourceSpans(decoding, collection);
      else reader.skip();
    }
    return collection;
  });
}

function readResourceSpans(decoding: ProtobufDecoding, collection: SpanCollection): void {
  const { reader } = decoding;
  let resource: ResourceRecord = { attributes: createMap<AttributeValue>() };
  // The resource may follow the spans that belong to it, and a scope likewise.
  const scopeSpans: ProtobufSlice[] = [];
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) resource = readResource(decoding);
    else if (reader.field === 2) scopeSpans.push(reader.slice());
    else reader.skip();
  }
  for (const slice of scopeSpans) readScopeSpans(decoding, slice, resource, collection);
  reader.leave(outer);
}

function readResource(decoding: ProtobufDecoding): ResourceRecord {
  const { reader } = decoding;
  const attributes = createMap<AttributeValue>();
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) readKeyValue(decoding, attributes);
    else reader.skip();
  }
  reader.leave(outer);
  return { attributes };
}

function readScopeSpans(
  decoding: ProtobufDecoding,
  slice: ProtobufSlice,
  resource: ResourceRecord,
  collection: SpanCollection,
): void {
  const { reader } = decoding;
  let scope: ScopeRecord = { name: '', version: '' };
  const spans: ProtobufSlice[] = [];
  const outer = reader.enterAt(slice);
  while (reader.next()) {
    if (reader.field === 1) scope = readScope(reader);
    else if (reader.field === 2) spans.push(reader.slice());
    else reader.skip();
  }
  for (const span of spans) collection.add(toSpanRecord(readSpan(decoding, span), resource, scope));
  reader.leaveAt(outer);
}

function readScope(reader: ProtobufReader): ScopeRecord {
  let name = '';
  let version = '';
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) name = reader.key();
    else if (reader.field === 2) version = reader.key();
    else reader.skip();
  }
  reader.leave(outer);
  return { name, version };
}

function readSpan(decoding: ProtobufDecoding, slice: ProtobufSlice): SpanDraft {
  const { reader, budget } = decoding;
  budget.spend();
  const attributes = createMap<AttributeValue>();
  const draft = createSpanDraft(attributes);
  const outer = reader.enterAt(slice);
  while (reader.next()) {
    if (reader.field === 9) readKeyValue(decoding, attributes);
    else readSpanField(decoding, draft);
  }
  reader.leaveAt(outer);
  return draft;
}

function readSpanField(decoding: ProtobufDecoding, draft: SpanDraft): void {
  const { reader } = decoding;
  switch (reader.field) {
    case 1:
      draft.traceId = reader.hex();
      return;
    case 2:
      draft.spanId = reader.hex();
      return;
    case 3:
      draft.traceState = reader.string();
      return;
    case 4:
      draft.parentSpanId = reader.hex();
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
      draft.events.push(readEvent(decoding));
      return;
    case 13:
      draft.links.push(readLink(decoding));
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
  return { code: toStatusCode(code), message };
}
