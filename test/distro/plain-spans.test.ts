import { type Attributes, ROOT_CONTEXT, type Span, SpanKind, TraceFlags } from '@opentelemetry/api';
import { type ReadableSpan, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnPlainSpans } from '../../src/distro/plain-spans.ts';

const spanContext = {
  traceId: '5759e988bd862e3fe1be46a994272793',
  spanId: '53995c3f42cd8ad8',
  traceFlags: TraceFlags.SAMPLED,
};
const limits = { attributeCountLimit: 8, attributeValueLengthLimit: 5 };

function tracing(): { readonly startSdk: (attributes?: Attributes) => Span; readonly ended: ReadableSpan[] } {
  const ended: ReadableSpan[] = [];
  const processor: SpanProcessor = {
    onStart: () => {},
    onEnd: (span) => void ended.push(span),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const provider = new TracerProvider({ spanProcessors: [processor], spanLimits: limits });
  return { startSdk: (attributes = {}) => provider.getTracer('t', '1').startSpan('name', { attributes }), ended };
}

function plainOf(example: Span): (given?: Attributes, decided?: Attributes) => Span | undefined {
  const start = learnPlainSpans(example);
  const facts = { context: ROOT_CONTEXT, spanContext, name: 'name', kind: SpanKind.INTERNAL };
  return (given, decided) => start?.({ ...facts, parentSpanContext: undefined, startTime: undefined }, given, decided);
}

const anyValue = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.double(),
  fc.boolean(),
  fc.constant(undefined),
  fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 }),
  fc.constant(null),
  fc.record({ inner: fc.string({ maxLength: 8 }) }),
);
const keys = fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', '__proto__x');
type Pairs = readonly (readonly [string, unknown])[];
const pairs = fc.array(fc.tuple(keys, anyValue), { maxLength: 14 });

/** What an exporter sees of the attributes, in their order. */
function seen(span: Span): unknown {
  const { attributes, droppedAttributesCount } = span as unknown as ReadableSpan;
  return { attributes: Object.entries(attributes), droppedAttributesCount };
}

function setAll(span: Span, later: Pairs): void {
  for (const [key, value] of later) span.setAttribute(key, value);
}

describe('a plain span', () => {
  it('has the attributes that the SDK would give it, whatever is set on it', () => {
    fc.assert(
      fc.property(pairs, pairs, (atStart, later) => {
        const { startSdk } = tracing();
        const given = Object.fromEntries(atStart) as Attributes;
        const expected = startSdk(given);
        const span = plainOf(expected)(given);
        setAll(expected, later);
        if (span === undefined) return;
        setAll(span, later);
        expect(seen(span)).toEqual(seen(expected));
      }),
    );
  });

  it('is not made where the SDK would change an attribute', () => {
    const start = plainOf(tracing().startSdk());
    expect(start({ a: 'long text' })).toBeUndefined();
    expect(start({ a: ['x'] })).toBeUndefined();
    expect(start({ '': 'x' })).toBeUndefined();
    expect(start(null as unknown as Attributes)).toBeUndefined();
    expect(start({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9 })).toBeUndefined();
  });

  it('is of the scope, the resource and the class of the one it was learned from, and ends like it', () => {
    const { startSdk, ended } = tracing();
    const example = startSdk();
    const span = plainOf(example)({ a: 'x' }, { by: 'rule' });
    expect(span).toBeInstanceOf(example.constructor);
    span?.setAttributes({ b: true, c: ['y'] });
    span?.end();
    span?.setAttribute('late', 1);
    example.end();
    const [plain, other] = ended;
    expect(plain?.attributes).toEqual({ a: 'x', by: 'rule', b: true, c: ['y'] });
    expect(plain?.resource).toBe(other?.resource);
    expect(plain?.instrumentationScope).toEqual({ name: 't', version: '1', schemaUrl: undefined });
    expect(plain?.ended).toBe(true);
    expect(plain?.spanContext()).toEqual(spanContext);
  });

  it('leaves the objects that it was given alone', () => {
    const given = { a: 1 };
    plainOf(tracing().startSdk())(given)?.setAttribute('b', 2);
    expect(given).toEqual({ a: 1 });
  });
});

it('nothing is learned from a span that the SDK did not make', () => {
  const foreign = { spanContext: () => spanContext, isRecording: () => true } as unknown as Span;
  expect(learnPlainSpans(foreign)).toBeUndefined();
});
