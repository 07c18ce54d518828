/**
 * The spans of the local X-Ray, independent of the wire that they came over: what OTLP calls a span, with ids
 * as hex, enumerations as words and attributes as plain values.
 */

/** An attribute's value. Integers beyond 2^53 are `bigint`; a value that the producer left empty is `null`. */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/** Attributes by key, in the producer's order. The object has no prototype, so any key is safe to look up. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** OTLP's span kinds; `unspecified` also stands for a number that OTLP does not know. */
export type SpanRecordKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** Something that happened during a span, such as an `exception`. */
export interface SpanRecordEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
}

/** A span that caused this one without being its parent. */
export interface SpanRecordLink {
  /** 32 lower-case hex digits, or what the producer sent when it is no id. */
  readonly traceId: string;
  /** 16 lower-case hex digits, or what the producer sent when it is no id. */
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** How the span ended, as the instrumentation said it. */
export interface SpanRecordStatus {
  readonly code: 'unset' | 'ok' | 'error';
  /** Empty unless the code is `error` and the producer gave a reason. */
  readonly message: string;
}

/** Who produced the span; one object is shared by all spans of one message. */
export interface ResourceRecord {
  readonly attributes: Attributes;
}

/** Which instrumentation produced the span; one object is shared by all its spans of one message. */
export interface ScopeRecord {
  readonly name: string;
  readonly version: string;
}

/** One finished span as a producer sent it. */
export interface SpanRecord {
  /** 32 lower-case hex digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  readonly spanId: string;
  /** 16 lower-case hex digits; absent for a span without a parent. */
  readonly parentSpanId?: string;
  /** Whether the parent ran in another process; absent when the producer did not say or there is no parent. */
  readonly parentIsRemote?: boolean;
  readonly traceState: string;
  readonly name: string;
  readonly kind: SpanRecordKind;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly events: readonly SpanRecordEvent[];
  readonly links: readonly SpanRecordLink[];
  readonly status: SpanRecordStatus;
  readonly resource: ResourceRecord;
  readonly scope: ScopeRecord;
}
