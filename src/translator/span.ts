/**
 * The input of the translator: a finished span as OTLP describes it, independent of the wire that it came over, with
 * ids as hex and enumerations as words.
 */

/**
 * An attribute's value. A `bigint` is an integer and a `number` a double, whatever their size: the collector reads a
 * status code or a port only from an integer. `null` is a value that the producer left empty.
 */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/** Attributes by key, in the producer's order. */
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
  /** 32 hex digits; empty when the producer gave none. */
  readonly traceId: string;
  /** 16 hex digits; empty when the producer gave none. */
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** How the span ended, as the instrumentation said it. */
export interface SpanRecordStatus {
  readonly code: 'unset' | 'ok' | 'error';
  /** Empty when the producer gave no reason. */
  readonly message: string;
}

/** Who produced the span. */
export interface ResourceRecord {
  readonly attributes: Attributes;
}

/** Which instrumentation produced the span. */
export interface ScopeRecord {
  readonly name: string;
  readonly version: string;
}

/** One span as a producer sent it. */
export interface SpanRecord {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** 16 hex digits; absent, empty or zero for a span without a parent. */
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
