import type { Attributes, HrTime, Link, SpanKind, SpanStatus } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { isInstrumentationScope } from './scope.ts';

/** What a clean-up makes of one attribute; undefined leaves it behind. */
export type CleanAttribute = (key: string, value: unknown) => unknown;

/**
 * The copy of a span that goes to X-Ray, while rows write on it. Reads give what will be sent; the recorded span is
 * never changed, and nothing of it is copied before it differs.
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
  /** The attributes to send, each through `clean`; the recorded object itself where that changes none. */
  toAttributes(clean: CleanAttribute): Attributes;
}

/** A draft that says what `span` says. */
export function createSpanDraft(span: ReadableSpan): SpanDraft {
  return new Draft(span);
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
  readonly #attributes: Attributes;
  /** New values by key; undefined for what is removed. */
  #changes: Map<string, unknown> | undefined;
  #first: Map<string, unknown> | undefined;

  constructor(span: ReadableSpan) {
    this.recorded = span;
    this.#attributes = span.attributes;
    this.kind = span.kind;
    this.name = span.name;
    this.startTime = span.startTime;
    this.endTime = span.endTime;
    this.status = span.status;
    this.events = span.events;
    this.links = span.links;
    this.isAwsCall = span.attributes['rpc.system'] === 'aws-api';
    this.isInstrumented = isInstrumentationScope(span.instrumentationScope.name);
    const parent = span.parentSpanContext;
    this.isLocalRoot = parent === undefined || parent.isRemote === true;
  }

  get(key: string): unknown {
    if (this.#first?.has(key) === true) return this.#first.get(key);
    if (this.#changes?.has(key) === true) return this.#changes.get(key);
    return this.#attributes[key];
  }

  text(key: string): string {
    const value = this.get(key);
    return typeof value === 'string' ? value : '';
  }

  set(key: string, value: unknown): void {
    if (this.#first?.has(key) === true) this.#first.set(key, value);
    else (this.#changes ??= new Map()).set(key, value);
  }

  setFirst(key: string, value: unknown): void {
    (this.#first ??= new Map()).set(key, value);
  }

  remove(key: string): void {
    this.#first?.delete(key);
    (this.#changes ??= new Map()).set(key, undefined);
  }

  leaveOut(key: string): void {
    if (this.isInstrumented && this.get(key) !== undefined && !this.#isAnnotation(key)) this.remove(key);
  }

  #isAnnotation(key: string): boolean {
    const annotated = this.get('aws.xray.annotations');
    return Array.isArray(annotated) && annotated.includes(key);
  }

  toAttributes(clean: CleanAttribute): Attributes {
    const sent = this.#cleanFirst(clean);
    const rest = this.#cleanRecorded(clean, sent);
    return this.#changes === undefined ? rest : this.#cleanAdded(clean, rest, this.#changes);
  }

  #cleanFirst(clean: CleanAttribute): Attributes | undefined {
    if (this.#first === undefined) return undefined;
    const sent: Attributes = {};
    for (const [key, value] of this.#first) put(sent, key, clean(key, value));
    return sent;
  }

  #cleanRecorded(clean: CleanAttribute, begun: Attributes | undefined): Attributes {
    const recorded = this.#attributes;
    const changes = this.#changes;
    const keys = Object.keys(recorded);
    let sent = begun;
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] ?? '';
      if (this.#first?.has(key) === true) continue;
      const before = recorded[key];
      const wanted = changes?.has(key) === true ? changes.get(key) : before;
      const after = wanted === undefined ? undefined : clean(key, wanted);
      if (sent === undefined) {
        if (after === before) continue;
        sent = copyUntil(recorded, keys, index);
      }
      put(sent, key, after);
    }
    return sent ?? recorded;
  }

  #cleanAdded(clean: CleanAttribute, begun: Attributes, changes: Map<string, unknown>): Attributes {
    const recorded = this.#attributes;
    const added = [...changes.keys()].filter((key) => !Object.hasOwn(recorded, key) && this.#first?.has(key) !== true);
    if (added.length === 0) return begun;
    const sent = begun === recorded ? { ...recorded } : begun;
    for (const key of added) {
      const value = changes.get(key);
      if (value !== undefined) put(sent, key, clean(key, value));
    }
    return sent;
  }
}

function copyUntil(attributes: Attributes, keys: readonly string[], end: number): Attributes {
  const copy: Attributes = {};
  for (let index = 0; index < end; index += 1) {
    const key = keys[index] ?? '';
    copy[key] = attributes[key];
  }
  return copy;
}

function put(attributes: Attributes, key: string, value: unknown): void {
  if (value !== undefined) attributes[key] = value;
}
