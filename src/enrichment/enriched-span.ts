import type { Attributes, HrTime, Link, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';

/** What of an enriched span differs from the recorded one. */
export type SpanChanges = Pick<
  ReadableSpan,
  'name' | 'kind' | 'startTime' | 'endTime' | 'status' | 'attributes' | 'events' | 'links' | 'resource'
>;

/** A span as exporters read it: the changes, and the recorded span for the rest. Nothing is copied. */
export function createEnrichedSpan(recorded: ReadableSpan, changes: SpanChanges): ReadableSpan {
  return new EnrichedSpan(recorded, changes);
}

class EnrichedSpan implements ReadableSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly events: TimedEvent[];
  readonly links: Link[];
  readonly resource: Resource;
  readonly #recorded: ReadableSpan;

  constructor(recorded: ReadableSpan, changes: SpanChanges) {
    this.#recorded = recorded;
    this.name = changes.name;
    this.kind = changes.kind;
    this.startTime = changes.startTime;
    this.endTime = changes.endTime;
    this.status = changes.status;
    this.attributes = changes.attributes;
    this.events = changes.events;
    this.links = changes.links;
    this.resource = changes.resource;
  }

  spanContext(): SpanContext {
    return this.#recorded.spanContext();
  }

  get parentSpanContext(): SpanContext {
    // The interface has it optional, and a getter cannot be: without a parent it gives undefined all the same.
    return this.#recorded.parentSpanContext as SpanContext;
  }

  get instrumentationScope(): ReadableSpan['instrumentationScope'] {
    return this.#recorded.instrumentationScope;
  }

  get duration(): HrTime {
    return this.#recorded.duration;
  }

  get ended(): boolean {
    return this.#recorded.ended;
  }

  get droppedAttributesCount(): number {
    return this.#recorded.droppedAttributesCount;
  }

  get droppedEventsCount(): number {
    return this.#recorded.droppedEventsCount;
  }

  get droppedLinksCount(): number {
    return this.#recorded.droppedLinksCount;
  }
}
