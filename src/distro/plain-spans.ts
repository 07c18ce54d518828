import type { Attributes, Context, Span, SpanContext, SpanKind, TimeInput } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What is known of a span before it starts. */
export interface PlainStart {
  readonly context: Context;
  readonly spanContext: SpanContext;
  readonly name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext: SpanContext | undefined;
  readonly startTime: TimeInput | undefined;
}

/**
 * Starts spans of the SDK's own class, as the SDK would.
 *
 * @returns undefined where the attributes are for the SDK to judge: lists, objects, texts over the limit, too many
 */
export type StartPlainSpan = (
  start: PlainStart,
  given: Attributes | undefined,
  decided: Attributes | undefined,
) => Span | undefined;

/** What the SDK's spans are made of and what they keep, in the version that is pinned. */
interface SdkSpan extends Span, Omit<ReadableSpan, 'spanContext'> {
  readonly _spanProcessor: object;
  readonly _spanLimits: SpanLimits;
  readonly _ended: boolean;
  _attributesCount: number;
}
interface SpanLimits {
  readonly attributeCountLimit: number;
  readonly attributeValueLengthLimit: number;
}
type SdkStart = PlainStart &
  Pick<SdkSpan, 'resource' | 'attributes'> & {
    readonly scope: SdkSpan['instrumentationScope'];
    readonly links: readonly never[];
    readonly spanProcessor: object;
    readonly spanLimits: SpanLimits;
  };
type SpanClass = new (start: SdkStart) => SdkSpan;

/**
 * Learns from the first span of a tracer how to make the others. The SDK cleans what a span starts with twice over, and
 * makes a set for each attribute to look for circles in it; texts, numbers and truth values need no such care, and
 * hardly a span has others. Everything else of the span is the SDK's.
 *
 * @returns undefined for a span that is not made as the SDK's are
 */
export function learnPlainSpans(example: Span): StartPlainSpan | undefined {
  if (!isSdkSpan(example)) return undefined;
  const { resource, instrumentationScope: scope, _spanProcessor: spanProcessor, _spanLimits: spanLimits } = example;
  const PlainSpan = plainClassOf(example.constructor as SpanClass);
  return ({ context, spanContext, name, kind, parentSpanContext, startTime }, given, decided) => {
    const attributes: Attributes = {};
    if (!addPlain(attributes, given, spanLimits) || !addPlain(attributes, decided, spanLimits)) return undefined;
    return new PlainSpan({
      resource,
      scope,
      context,
      spanContext,
      name,
      kind,
      links: [],
      parentSpanContext,
      attributes,
      startTime,
      spanProcessor,
      spanLimits,
    });
  };
}

function isSdkSpan(span: Span): span is SdkSpan {
  const { _spanProcessor, _spanLimits, _ended, _attributesCount } = span as Partial<SdkSpan>;
  return (
    typeof _spanProcessor === 'object' &&
    typeof _spanLimits?.attributeCountLimit === 'number' &&
    typeof _spanLimits.attributeValueLengthLimit === 'number' &&
    typeof _attributesCount === 'number' &&
    typeof _ended === 'boolean'
  );
}

const plainClasses = new WeakMap<SpanClass, SpanClass>();

function plainClassOf(spanClass: SpanClass): SpanClass {
  const known = plainClasses.get(spanClass);
  if (known !== undefined) return known;
  class PlainSpan extends spanClass {
    override setAttribute(key: string, value: unknown): this {
      if (this._ended || key === '' || !isPlain(value, this._spanLimits)) return super.setAttribute(key, value);
      const isNew = !Object.hasOwn(this.attributes, key);
      if (isNew && this._attributesCount >= this._spanLimits.attributeCountLimit) return super.setAttribute(key, value);
      this.attributes[key] = value;
      if (isNew) this._attributesCount += 1;
      return this;
    }
  }
  plainClasses.set(spanClass, PlainSpan);
  return PlainSpan;
}

/** Adds attributes as the SDK would; false where one of them is for the SDK to judge. */
function addPlain(target: Attributes, attributes: Attributes | null | undefined, limits: SpanLimits): boolean {
  // What is no object the SDK passes over; an application may give it all the same.
  if (typeof attributes !== 'object' || attributes === null) return attributes === undefined;
  let count = 0;
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (value === undefined) continue;
    if (key === '' || !isPlain(value, limits)) return false;
    target[key] = value;
    count += 1;
  }
  // Half of the room for each: then they fit together.
  return count * 2 <= limits.attributeCountLimit;
}

function isPlain(value: unknown, { attributeValueLengthLimit }: SpanLimits): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= attributeValueLengthLimit;
  return typeof value === 'number' || typeof value === 'boolean';
}
