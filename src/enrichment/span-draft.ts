import type { HrTime, Link, SpanKind, SpanStatus } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { isInstrumentationScope } from './scope.ts';

/**
 * Gives the rows that an attribute is for, as a set of bits. A draft collects them for all that it has and gets, so that
 * the rows of which it has nothing need not look.
 */
export type RowsOfAttribute = (key: string) => number;

/**
 * The copy of a span that goes to X-Ray, while rows write on it. Reads give what will be sent; the recorded span is
 * never changed.
 */
export interface SpanDraft {
  readonly recorded: ReadableSpan;
  /** True for a call of an AWS SDK. */
  readonly isAwsCall: boolean;
  /** True for the span of an instrumentation, whose attributes are not the application's own. */
  readonly isInstrumented: boolean;
  /** True where the parent is in another process, or there is none: X-Ray's segment. */
  readonly isLocalRoot: boolean;
  kind: SpanKind;
  name: string;
  startTime: HrTime;
  endTime: HrTime;
  status: SpanStatus;
  events: readonly TimedEvent[];
  links: readonly Link[];
  /** The attributes to send, in their order. */
  readonly keys: readonly string[];
  /** Beside {@link keys}; undefined for what was removed. */
  readonly values: readonly unknown[];
  /** What {@link RowsOfAttribute} gave for all attributes. */
  readonly rows: number;
  get(key: string): unknown;
  /** The attribute if it is text, else the empty string: how the exporter reads. */
  text(key: string): string;
  /** Sets an attribute: in its place where it was recorded, else behind all others. */
  set(key: string, value: unknown): void;
  /** Sets an attribute before all others; the exporter lets the last of several that say the same win. */
  setFirst(key: string, value: unknown): void;
  remove(key: string): void;
  /** Removes what an instrumentation recorded and the document says otherwise; never what the application said. */
  leaveOut(key: string): void;
}

/** A draft that says what `span` says. */
export function createSpanDraft(span: ReadableSpan, rowsOf: RowsOfAttribute): SpanDraft {
  return new Draft(span, rowsOf);
}

class Draft implements SpanDraft {
  readonly recorded: ReadableSpan;
  readonly isAwsCall: boolean;
  readonly isInstrumented: boolean;
  readonly isLocalRoot: boolean;
  kind: SpanKind;
  name: string;
  startTime: HrTime;
  endTime: HrTime;
  status: SpanStatus;
  events: readonly TimedEvent[];
  links: readonly Link[];
  /** A span has some ten attributes: a look through the list is quicker than a look-up in the object. */
  readonly keys: string[];
  readonly values: unknown[];
  rows = 0;
  readonly #rowsOf: RowsOfAttribute;
  #firstCount = 0;

  constructor(span: ReadableSpan, rowsOf: RowsOfAttribute) {
    const { attributes, parentSpanContext: parent } = span;
    this.recorded = span;
    this.kind = span.kind;
    this.name = span.name;
    this.startTime = span.startTime;
    this.endTime = span.endTime;
    this.status = span.status;
    this.events = span.events;
    this.links = span.links;
    this.#rowsOf = rowsOf;
    this.keys = Object.keys(attributes);
    this.values = [];
    for (const key of this.keys) {
      this.values.push(attributes[key]);
      this.rows |= rowsOf(key);
    }
    this.isAwsCall = this.get('rpc.system') === 'aws-api';
    this.isInstrumented = isInstrumentationScope(span.instrumentationScope.name);
    this.isLocalRoot = parent === undefined || parent.isRemote === true;
  }

  get(key: string): unknown {
    const { keys } = this;
    for (let index = 0; index < keys.length; index += 1) if (keys[index] === key) return this.values[index];
    return undefined;
  }

  text(key: string): string {
    const value = this.get(key);
    return typeof value === 'string' ? value : '';
  }

  set(key: string, value: unknown): void {
    const index = this.keys.indexOf(key);
    if (index >= 0) this.values[index] = value;
    else this.#insert(this.keys.length, key, value);
  }

  setFirst(key: string, value: unknown): void {
    const index = this.keys.indexOf(key);
    if (index >= this.#firstCount) {
      this.keys.splice(index, 1);
      this.values.splice(index, 1);
    }
    if (index >= 0 && index < this.#firstCount) this.values[index] = value;
    else {
      this.#insert(this.#firstCount, key, value);
      this.#firstCount += 1;
    }
  }

  remove(key: string): void {
    const index = this.keys.indexOf(key);
    if (index >= 0) this.values[index] = undefined;
  }

  leaveOut(key: string): void {
    if (this.isInstrumented && this.get(key) !== undefined && !this.#isAnnotation(key)) this.remove(key);
  }

  #insert(position: number, key: string, value: unknown): void {
    if (position === this.keys.length) {
      this.keys.push(key);
      this.values.push(value);
    } else {
      this.keys.splice(position, 0, key);
      this.values.splice(position, 0, value);
    }
    this.rows |= this.#rowsOf(key);
  }

  #isAnnotation(key: string): boolean {
    const annotated = this.get('aws.xray.annotations');
    return Array.isArray(annotated) && annotated.includes(key);
  }
}
