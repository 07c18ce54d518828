import type {
  ResourceRecord,
  ScopeRecord,
  SpanRecordEvent,
  SpanRecordLink,
  SpanRecordStatus,
} from '../../translator/index.ts';
import {
  addSpan,
  createSpanCollection,
  type DecodeResult,
  type SpanCollection,
  toDecodeResult,
} from './decode-result.ts';
import { readJsonAttributes } from './json-attributes.ts';
import { type JsonObject, readHex, readList, readObject, readString, readUint32, readUnixNano } from './json-value.ts';
import { MalformedMessage } from './malformed-message.ts';
import { type SpanDraft, toSpanRecord, toSpanStatus } from './span-draft.ts';
import { toSpanId, toTraceId } from './span-ids.ts';
import { createValueBudget, type ValueBudget } from './value-budget.ts';

/**
 * The spans of an `ExportTraceServiceRequest` in OTLP's JSON: camelCase keys, ids as hex, enumerations as numbers
 * (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). Never throws: anything that is no such
 * message gives `ok: false`.
 */
export function decodeOtlpJson(bytes: Uint8Array): DecodeResult {
  return toDecodeResult(() => {
    const budget = createValueBudget();
    const collection = createSpanCollection();
    const request = readObject(parseJson(bytes), 'the message');
    for (const item of readList(request['resourceSpans'], 'resourceSpans')) {
      readResourceSpans(readObject(item, 'resourceSpans'), budget, collection);
    }
    return collection;
  });
}

function parseJson(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedMessage('The message is not JSON.');
  }
}

function readResourceSpans(resourceSpans: JsonObject, budget: ValueBudget, collection: SpanCollection): void {
  const resource: ResourceRecord = {
    attributes: readJsonAttributes(readObject(resourceSpans['resource'], 'resource')['attributes'], budget),
  };
  for (const item of readList(resourceSpans['scopeSpans'], 'scopeSpans')) {
    const scopeSpans = readObject(item, 'scopeSpans');
    const scope = readScope(readObject(scopeSpans['scope'], 'scope'));
    for (const span of readList(scopeSpans['spans'], 'spans')) {
      addSpan(collection, toSpanRecord(readSpan(readObject(span, 'spans'), budget), resource, scope));
    }
  }
}

function readScope(scope: JsonObject): ScopeRecord {
  return { name: readString(scope['name'], 'name'), version: readString(scope['version'], 'version') };
}

function readSpan(span: JsonObject, budget: ValueBudget): SpanDraft {
  budget.spend();
  return {
    attributes: readJsonAttributes(span['attributes'], budget),
    traceId: toTraceId(readHex(span['traceId'], 'traceId')),
    spanId: toSpanId(readHex(span['spanId'], 'spanId')),
    parentSpanId: toSpanId(readHex(span['parentSpanId'], 'parentSpanId')),
    traceState: readString(span['traceState'], 'traceState'),
    name: readString(span['name'], 'name'),
    kind: readUint32(span['kind'], 'kind'),
    flags: readUint32(span['flags'], 'flags'),
    startTimeUnixNano: readUnixNano(span['startTimeUnixNano'], 'startTimeUnixNano'),
    endTimeUnixNano: readUnixNano(span['endTimeUnixNano'], 'endTimeUnixNano'),
    events: readList(span['events'], 'events').map((event) => readEvent(readObject(event, 'events'), budget)),
    links: readList(span['links'], 'links').map((link) => readLink(readObject(link, 'links'), budget)),
    status: readStatus(readObject(span['status'], 'status')),
  };
}

function readEvent(event: JsonObject, budget: ValueBudget): SpanRecordEvent {
  budget.spend();
  return {
    name: readString(event['name'], 'name'),
    timeUnixNano: readUnixNano(event['timeUnixNano'], 'timeUnixNano'),
    attributes: readJsonAttributes(event['attributes'], budget),
  };
}

function readLink(link: JsonObject, budget: ValueBudget): SpanRecordLink {
  budget.spend();
  return {
    traceId: readHex(link['traceId'], 'traceId'),
    spanId: readHex(link['spanId'], 'spanId'),
    attributes: readJsonAttributes(link['attributes'], budget),
  };
}

function readStatus(status: JsonObject): SpanRecordStatus {
  const code = readUint32(status['code'], 'code');
  return toSpanStatus(code, readString(status['message'], 'message'));
}
