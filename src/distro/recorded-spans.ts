import {
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  type SpanKind,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api';
import { addHrTimes, hrTimeDuration, millisToHrTime } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ListenedSpan, SpanListeners } from './span-listeners.ts';

/** What is known of a span before it starts. */
export interface SpanStart {
  readonly context: Context;
  readonly spanContext: SpanContext;
  readonly name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext: SpanContext | undefined;
  readonly startTime: TimeInput | undefined;
}

/**
 * Starts spans that are for everybody what the SDK's are.
 *
 * @param isReady whether the span may take the attributes that it is given as its own, as `READY_ATTRIBUTES` says
 * @returns undefined where the attributes are for the SDK to judge: lists, objects, texts over the limit, too many
 */
export type StartRecorded = (
  start: SpanStart,
  given: Attributes | undefined,
  decided: Attributes | undefined,
  isReady?: boolean,
) => Span | undefined;

/** What the SDK's spans are made of and what they keep, in the version that is pinned. */
interface SdkSpan extends Span, Omit<ReadableSpan, 'spanContext'> {
  readonly _spanProcessor: object;
  readonly _spanLimits: SpanLimits;
  readonly _ended: boolean;
  readonly _attributesCount: number;
  readonly _performanceStartTime: number;
  readonly _performanceOffset: number;
  _getTime(time: TimeInput | undefined): ReadableSpan['startTime'];
}
interface SpanLimits {
  readonly attributeCountLimit: number;
  readonly attributeValueLengthLimit: number;
}
/** What all spans of a tracer share. */
interface Shared extends Pick<ReadableSpan, 'resource' | 'instrumentationScope'> {
  readonly limits: SpanLimits;
  readonly listeners: SpanListeners;
}

/**
 * Learns from the first span of a tracer how to make the others: with the SDK's methods and the SDK's fields, but with
 * what each span goes through, its start, its attributes and its end, written for those. The SDK cleans what a span
 * starts with twice over, makes a set for each attribute to look for circles in it, and asks the clock six times; texts,
 * numbers and truth values need no such care, and hardly a span has others.
 *
 * @returns undefined for a span that is not made as the SDK's are
 */
export function learnRecordedSpans(example: Span, listeners: SpanListeners): StartRecorded | undefined {
  if (!isSdkSpan(example) || !inherit(Object.getPrototypeOf(example) as SdkSpan)) return undefined;
  const { resource, instrumentationScope, _spanLimits: limits } = example;
  const shared: Shared = { resource, instrumentationScope, limits, listeners };
  const takesAnyLength = limits.attributeValueLengthLimit === Infinity;
  return (start, given, decided, isReady) => {
    const isTaken = isReady === true && takesAnyLength && given !== undefined;
    const attributes: Attributes = isTaken ? given : {};
    if (!isTaken && !addPlain(attributes, given, limits)) return undefined;
    if (!addPlain(attributes, decided, limits)) return undefined;
    const count = Object.keys(attributes).length;
    // The SDK drops what is too much.
    if (count > limits.attributeCountLimit) return undefined;
    return new RecordedSpan(start, attributes, count, shared) as unknown as Span;
  };
}

function isSdkSpan(span: Span): span is SdkSpan {
  const { _spanProcessor, _spanLimits, _ended, _attributesCount, ...times } = span as Partial<SdkSpan>;
  return (
    typeof _spanProcessor === 'object' &&
    typeof _spanLimits?.attributeCountLimit === 'number' &&
    typeof _spanLimits.attributeValueLengthLimit === 'number' &&
    typeof _attributesCount === 'number' &&
    typeof _ended === 'boolean' &&
    typeof times._performanceStartTime === 'number' &&
    typeof times._performanceOffset === 'number' &&
    typeof (span as Partial<SdkSpan>)._getTime === 'function'
  );
}

/** The prototype of the SDK's spans, whose methods ours have. */
let sdk: SdkSpan | undefined;

/** False for spans of a second copy of the SDK. */
function inherit(prototype: SdkSpan): boolean {
  if (sdk === undefined) {
    sdk = prototype;
    Object.setPrototypeOf(RecordedSpan.prototype, sdk);
  }
  return sdk === prototype;
}

/** A getter of Node's, which gives the same each time. */
const TIME_ORIGIN = performance.timeOrigin;

/**
 * Its fields are the SDK's, since the SDK's methods work on them. They are only declared: what a class sets before its
 * constructor does is set twice.
 */
class RecordedSpan {
  declare readonly _spanContext: SpanContext;
  declare readonly kind: SpanKind;
  declare readonly parentSpanContext: SpanContext | undefined;
  declare readonly attributes: Attributes;
  declare readonly links: ReadableSpan['links'];
  declare readonly events: ReadableSpan['events'];
  declare readonly startTime: ReadableSpan['startTime'];
  declare readonly resource: ReadableSpan['resource'];
  declare readonly instrumentationScope: ReadableSpan['instrumentationScope'];
  declare readonly _droppedAttributesCount: number;
  declare readonly _droppedEventsCount: number;
  declare readonly _droppedLinksCount: number;
  declare _attributesCount: number;
  declare readonly name: string;
  declare readonly status: ReadableSpan['status'];
  declare endTime: ReadableSpan['endTime'];
  declare _ended: boolean;
  declare _duration: ReadableSpan['duration'];
  declare readonly _spanProcessor: SpanListeners;
  declare readonly _spanLimits: SpanLimits;
  declare readonly _recordEndMetrics: undefined;
  declare readonly _performanceStartTime: number;
  declare readonly _performanceOffset: number;
  declare readonly _startTimeProvided: boolean;

  constructor(start: SpanStart, attributes: Attributes, count: number, shared: Shared) {
    const { startTime } = start;
    const now = Date.now();
    const performanceNow = performance.now();
    this._spanContext = start.spanContext;
    this.kind = start.kind;
    this.parentSpanContext = start.parentSpanContext;
    this.attributes = attributes;
    this.links = [];
    this.events = [];
    this.resource = shared.resource;
    this.instrumentationScope = shared.instrumentationScope;
    this._droppedAttributesCount = 0;
    this._droppedEventsCount = 0;
    this._droppedLinksCount = 0;
    this._attributesCount = count;
    this.name = start.name;
    this.status = { code: SpanStatusCode.UNSET };
    this.endTime = [0, 0];
    this._ended = false;
    this._duration = [-1, -1];
    this._spanProcessor = shared.listeners;
    this._spanLimits = shared.limits;
    this._recordEndMetrics = undefined;
    this._performanceStartTime = performanceNow;
    this._performanceOffset = now - (performanceNow + TIME_ORIGIN);
    this._startTimeProvided = startTime !== undefined && startTime !== null;
    this.startTime = this._startTimeProvided ? timeBySdk(this, startTime) : millisToHrTime(now);
    shared.listeners.onStart(this as unknown as ListenedSpan, start.context);
  }

  setAttribute(key: string, value: unknown): this {
    const { attributes, _spanLimits: limits } = this;
    if (this._ended) return setBySdk(this, key, value);
    if (value === undefined) return this;
    if (key === '' || !isPlain(value, limits)) return setBySdk(this, key, value);
    if (Object.hasOwn(attributes, key)) attributes[key] = value;
    else if (this._attributesCount < limits.attributeCountLimit) {
      attributes[key] = value;
      this._attributesCount += 1;
    } else return setBySdk(this, key, value);
    return this;
  }

  end(endTime?: TimeInput): void {
    const isUsual = endTime === undefined && !this._startTimeProvided && !this._ended;
    // The SDK says what was dropped, and what is wrong with a time.
    if (!isUsual || this._droppedEventsCount > 0 || this._droppedLinksCount > 0) return endBySdk(this, endTime);
    const { startTime, _spanProcessor: listeners } = this;
    this.endTime = addHrTimes(startTime, millisToHrTime(performance.now() - this._performanceStartTime));
    this._duration = hrTimeDuration(startTime, this.endTime);
    listeners.onEnding(this as unknown as ListenedSpan);
    this._ended = true;
    listeners.onEnd(this as unknown as ReadableSpan);
  }
}

function setBySdk<Recorded>(span: Recorded, key: string, value: unknown): Recorded {
  sdk?.setAttribute.call(span as unknown as SdkSpan, key, value as string);
  return span;
}

function endBySdk(span: RecordedSpan, endTime: TimeInput | undefined): void {
  sdk?.end.call(span as unknown as SdkSpan, endTime);
}

function timeBySdk(span: RecordedSpan, time: TimeInput | undefined): ReadableSpan['startTime'] {
  return sdk?._getTime.call(span as unknown as SdkSpan, time) ?? [0, 0];
}

/** Adds attributes as the SDK would; false where one of them is for the SDK to judge. */
function addPlain(target: Attributes, attributes: Attributes | null | undefined, limits: SpanLimits): boolean {
  if (attributes === undefined) return true;
  // What is no object the SDK passes over; an application may give it all the same.
  if (typeof attributes !== 'object' || attributes === null) return false;
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (value === undefined) continue;
    if (key === '' || !isPlain(value, limits)) return false;
    target[key] = value;
  }
  return true;
}

function isPlain(value: unknown, { attributeValueLengthLimit }: SpanLimits): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= attributeValueLengthLimit;
  return typeof value === 'number' || typeof value === 'boolean';
}
