import type {
  ResourceRecord,
  ScopeRecord,
  SpanRecordEvent,
  SpanRecordLink,
  SpanRecordStatus,
} from '../../translator/index.ts';
import { createSpanCollection, type DecodeResult, type SpanCollection, toDecodeResult } from './decode-result.ts';
import { createAttributes, type ProtobufDecoding, readKeyValue } from './protobuf-attributes.ts';
import { createProtobufReader, type ProtobufSlice } from './protobuf-reader.ts';
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
    const reader = createProtobufReader(bytes);
    const decoding = { reader, budget: createValueBudget() };
    const collection = createSpanCollection();
    reader.root((field) => {
      if (field === 1) readResourceSpans(decoding, collection);
      else reader.skip();
    });
    return collection;
  });
}

function readResourceSpans(decoding: ProtobufDecoding, collection: SpanCollection): void {
  const { reader } = decoding;
  let resource: ResourceRecord = { attributes: createAttributes() };
  // The resource may follow the spans that belong to it, and a scope likewise.
  const scopeSpans: ProtobufSlice[] = [];
  reader.message((field) => {
    if (field === 1) resource = readResource(decoding);
    else if (field === 2) scopeSpans.push(reader.slice());
    else reader.skip();
  });
  for (const slice of scopeSpans) readScopeSpans(decoding, slice, resource, collection);
}

function readResource(decoding: ProtobufDecoding): ResourceRecord {
  const attributes = createAttributes();
  decoding.reader.message((field) => {
    if (field === 1) readKeyValue(decoding, attributes);
    else decoding.reader.skip();
  });
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
  reader.messageAt(slice, (field) => {
    if (field === 1) scope = readScope(decoding);
    else if (field === 2) spans.push(reader.slice());
    else reader.skip();
  });
  for (const span of spans) collection.add(toSpanRecord(readSpan(decoding, span), resource, scope));
}

function readScope({ reader }: ProtobufDecoding): ScopeRecord {
  let name = '';
  let version = '';
  reader.message((field) => {
    if (field === 1) name = reader.string();
    else if (field === 2) version = reader.string();
    else reader.skip();
  });
  return { name, version };
}

function readSpan(decoding: ProtobufDecoding, slice: ProtobufSlice): SpanDraft {
  decoding.budget.spend();
  const attributes = createAttributes();
  const draft = createSpanDraft(attributes);
  decoding.reader.messageAt(slice, (field) => {
    const read = SPAN_FIELDS[field];
    if (read !== undefined) read(draft, decoding);
    else if (field === 9) readKeyValue(decoding, attributes);
    else decoding.reader.skip();
  });
  return draft;
}

const SPAN_FIELDS: Readonly<Record<number, (draft: SpanDraft, decoding: ProtobufDecoding) => void>> = {
  1: (draft, { reader }) => void (draft.traceId = reader.hex()),
  2: (draft, { reader }) => void (draft.spanId = reader.hex()),
  3: (draft, { reader }) => void (draft.traceState = reader.string()),
  4: (draft, { reader }) => void (draft.parentSpanId = reader.hex()),
  5: (draft, { reader }) => void (draft.name = reader.string()),
  6: (draft, { reader }) => void (draft.kind = reader.uint32()),
  7: (draft, { reader }) => void (draft.startTimeUnixNano = reader.fixed64()),
  8: (draft, { reader }) => void (draft.endTimeUnixNano = reader.fixed64()),
  11: (draft, decoding) => void draft.events.push(readEvent(decoding)),
  13: (draft, decoding) => void draft.links.push(readLink(decoding)),
  15: (draft, decoding) => void (draft.status = readStatus(decoding)),
  16: (draft, { reader }) => void (draft.flags = reader.fixed32()),
};

function readEvent(decoding: ProtobufDecoding): SpanRecordEvent {
  const { reader, budget } = decoding;
  budget.spend();
  let timeUnixNano = 0n;
  let name = '';
  const attributes = createAttributes();
  reader.message((field) => {
    if (field === 1) timeUnixNano = reader.fixed64();
    else if (field === 2) name = reader.string();
    else if (field === 3) readKeyValue(decoding, attributes);
    else reader.skip();
  });
  return { name, timeUnixNano, attributes };
}

function readLink(decoding: ProtobufDecoding): SpanRecordLink {
  const { reader, budget } = decoding;
  budget.spend();
  let traceId = '';
  let spanId = '';
  const attributes = createAttributes();
  reader.message((field) => {
    if (field === 1) traceId = reader.hex();
    else if (field === 2) spanId = reader.hex();
    else if (field === 4) readKeyValue(decoding, attributes);
    else reader.skip();
  });
  return { traceId, spanId, attributes };
}

function readStatus({ reader }: ProtobufDecoding): SpanRecordStatus {
  let message = '';
  let code = 0;
  reader.message((field) => {
    if (field === 2) message = reader.string();
    else if (field === 3) code = reader.uint32();
    else reader.skip();
  });
  return { code: toStatusCode(code), message };
}
