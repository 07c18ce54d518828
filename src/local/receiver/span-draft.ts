import type {
  Attributes,
  ResourceRecord,
  ScopeRecord,
  SpanRecord,
  SpanRecordEvent,
  SpanRecordLink,
  SpanRecordStatus,
} from '../../translator/index.ts';
import { createMap } from '../../translator/index.ts';
import { toParentIsRemote, toSpanKind, toStatusCode } from './span-words.ts';

/** A span while its fields are read, with OTLP's numbers still in it; absent fields hold OTLP's defaults. */
export interface SpanDraft {
  /** Empty when the producer's is no trace id. */
  traceId: string;
  /** Empty when the producer's is no span id, and likewise the parent's. */
  spanId: string;
  parentSpanId: string;
  traceState: string;
  name: string;
  kind: number;
  flags: number;
  startTimeUnixNano: bigint;
  endTimeUnixNano: bigint;
  attributes: Attributes;
  events: SpanRecordEvent[];
  links: SpanRecordLink[];
  status: SpanRecordStatus;
}

/** Most spans have no events, no links and no status; they share these. */
const NONE: never[] = [];
Object.freeze(NONE);
const UNSET: SpanRecordStatus = Object.freeze({ code: 'unset', message: '' });

/** An empty draft. */
export function createSpanDraft(): SpanDraft {
  return {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    traceState: '',
    name: '',
    kind: 0,
    flags: 0,
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: createMap(),
    events: NONE,
    links: NONE,
    status: UNSET,
  };
}

/** Empties a draft for the next span, which is cheaper than a new one for each. */
export function resetSpanDraft(draft: SpanDraft, attributes: Attributes): void {
  draft.traceId = '';
  draft.spanId = '';
  draft.parentSpanId = '';
  draft.traceState = '';
  draft.name = '';
  draft.kind = 0;
  draft.flags = 0;
  draft.startTimeUnixNano = 0n;
  draft.endTimeUnixNano = 0n;
  draft.attributes = attributes;
  draft.events = NONE;
  draft.links = NONE;
  draft.status = UNSET;
}

/** A draft's list with one more item in it; the list itself unless it is the one that drafts share. */
export function append<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}

/** A span's status; nearly all are unset and without a message, and share one object. */
export function toSpanStatus(code: number, message: string): SpanRecordStatus {
  const word = toStatusCode(code);
  return word === 'unset' && message === '' ? UNSET : { code: word, message };
}

/** The finished span, or undefined when its trace id or span id is not an id. */
export function toSpanRecord(draft: SpanDraft, resource: ResourceRecord, scope: ScopeRecord): SpanRecord | undefined {
  const { traceId, spanId, parentSpanId, traceState, name, attributes, events, links, status } = draft;
  if (traceId === '' || spanId === '') return undefined;
  const record: { -readonly [Key in keyof SpanRecord]: SpanRecord[Key] } = {
    traceId,
    spanId,
    traceState,
    name,
    kind: toSpanKind(draft.kind),
    startTimeUnixNano: draft.startTimeUnixNano,
    endTimeUnixNano: draft.endTimeUnixNano,
    attributes,
    events,
    links,
    status,
    resource,
    scope,
  };
  if (parentSpanId === '') return record;
  record.parentSpanId = parentSpanId;
  const parentIsRemote = toParentIsRemote(draft.flags);
  if (parentIsRemote !== undefined) record.parentIsRemote = parentIsRemote;
  return record;
}
