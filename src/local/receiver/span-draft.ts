import type {
  Attributes,
  ResourceRecord,
  ScopeRecord,
  SpanRecord,
  SpanRecordEvent,
  SpanRecordLink,
  SpanRecordStatus,
} from '../../translator/index.ts';
import { isSpanId, isTraceId } from './span-ids.ts';
import { toParentIsRemote, toSpanKind } from './span-words.ts';

/** A span while its fields are read, with OTLP's numbers still in it; absent fields hold OTLP's defaults. */
export interface SpanDraft {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  traceState: string;
  name: string;
  kind: number;
  flags: number;
  startTimeUnixNano: bigint;
  endTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly events: SpanRecordEvent[];
  readonly links: SpanRecordLink[];
  status: SpanRecordStatus;
}

/** An empty draft that collects its attributes in `attributes`. */
export function createSpanDraft(attributes: Attributes): SpanDraft {
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
    attributes,
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
  };
}

/** The finished span, or undefined when its trace id or span id is not an id. */
export function toSpanRecord(draft: SpanDraft, resource: ResourceRecord, scope: ScopeRecord): SpanRecord | undefined {
  const { traceId, spanId, parentSpanId, traceState, name, kind, attributes, events, links, status } = draft;
  if (!isTraceId(traceId) || !isSpanId(spanId)) return undefined;
  const record: { -readonly [Key in keyof SpanRecord]: SpanRecord[Key] } = {
    traceId,
    spanId,
    traceState,
    name,
    kind: toSpanKind(kind),
    startTimeUnixNano: draft.startTimeUnixNano,
    endTimeUnixNano: draft.endTimeUnixNano,
    attributes,
    events,
    links,
    status,
    resource,
    scope,
  };
  if (!isSpanId(parentSpanId)) return record;
  record.parentSpanId = parentSpanId;
  const parentIsRemote = toParentIsRemote(draft.flags);
  if (parentIsRemote !== undefined) record.parentIsRemote = parentIsRemote;
  return record;
}
