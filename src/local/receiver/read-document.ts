import { isRecord } from '../../xray/sampling-rule.ts';
import type { SegmentDocument } from '../../xray/segment-document.ts';
import { fromXRayTraceId } from '../../xray/trace-id.ts';
import { parseExactJson, stringifyExactJson } from '../query/json-text.ts';
import type { ArrivedDocument } from '../arrived-document.ts';
import { findMisfit, withoutNulls } from './document-shape.ts';

/** A segment document that came as JSON, or why it is none: X-Ray's error code, and a sentence. */
export type ReadDocument =
  | ({ readonly ok: true } & Required<ArrivedDocument>)
  | { readonly ok: false; readonly code: DocumentFault; readonly reason: string; readonly id?: string };

/** What X-Ray says of documents that it does not take. */
export type DocumentFault =
  | 'ParseError'
  | 'DocumentTooLarge'
  | 'InvalidSegment'
  | 'MissingId'
  | 'InvalidId'
  | 'MissingName'
  | 'MissingTraceId'
  | 'InvalidTraceId'
  | 'MissingStartTime';

/** Larger than what X-Ray takes, so that the console can show how large a document was that X-Ray would refuse. */
const MAX_DOCUMENT_CHARACTERS = 1024 * 1024;

/** Readers of JSON recurse; real documents are nowhere near this. */
const MAX_DEPTH = 100;

const ID = /^[\da-f]{16}$/i;

/**
 * Reads a segment document as X-Ray's daemon and SDKs send it. What real receivers take is taken; fields that nobody
 * here knows stay as they are. Never throws.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export function readDocument(text: string): ReadDocument {
  if (text.length > MAX_DOCUMENT_CHARACTERS) {
    return refuse('DocumentTooLarge', `The document is longer than ${MAX_DOCUMENT_CHARACTERS} characters.`);
  }
  if (isTooDeep(text)) return refuse('InvalidSegment', `Values lie more than ${MAX_DEPTH} deep in one another.`);
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch {
    return refuse('ParseError', 'The document is not JSON.');
  }
  if (!isRecord(value)) return refuse('ParseError', 'The document is not an object.');
  const hasNulls = text.includes('null');
  const record = hasNulls ? withoutNulls(value) : value;
  const fault = findFault(record);
  if (fault !== undefined) return typeof record['id'] === 'string' ? { ...fault, id: record['id'] } : fault;
  const document = { ...record, trace_id: String(record['trace_id']).toLowerCase() } as unknown as SegmentDocument;
  const isAsItCame = !hasNulls && document.trace_id === record['trace_id'];
  return { ok: true, document, json: isAsItCame ? text.trim() : stringifyExactJson(document) };
}

type Refusal = Extract<ReadDocument, { readonly ok: false }>;

function refuse(code: DocumentFault, reason: string): Refusal {
  return { ok: false, code, reason };
}

function findFault(record: Readonly<Record<string, unknown>>): Refusal | undefined {
  const { id, name, trace_id: traceId, start_time: startTime } = record;
  if (id === undefined) return refuse('MissingId', '"id" is missing.');
  if (typeof id !== 'string' || !ID.test(id)) return refuse('InvalidId', '"id" is not 16 hexadecimal digits.');
  if (typeof name !== 'string') return refuse('MissingName', '"name" is missing.');
  if (traceId === undefined) return refuse('MissingTraceId', '"trace_id" is missing.');
  if (typeof traceId !== 'string' || fromXRayTraceId(traceId) === undefined) {
    return refuse('InvalidTraceId', '"trace_id" is no trace id of X-Ray.');
  }
  if (typeof startTime !== 'number') return refuse('MissingStartTime', '"start_time" is missing.');
  const misfit = findMisfit(record);
  return misfit === undefined ? undefined : refuse('InvalidSegment', describeMisfit(misfit));
}

function describeMisfit(path: string): string {
  return /(?:^|\.)(?:start|end)_time$/.test(path)
    ? `"${path}" is no time in seconds since 1970.`
    : `"${path}" has a value of the wrong kind.`;
}

/** Brackets, and strings, also one that does not end: what matches in one way only is read in one go. */
const TOKENS = /"(?:[^"\\]|\\[^])*"?|[[\]{}]/g;

/** Counts brackets outside of strings, without reading the JSON. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
