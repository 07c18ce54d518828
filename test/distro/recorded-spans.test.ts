import { inspect } from 'node:util';
import {
  type Attributes,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TimeInput,
  TraceFlags,
} from '@opentelemetry/api';
import { type ReadableSpan, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { learnRecordedSpans } from '../../src/distro/recorded-spans.ts';
import { createSpanListeners } from '../../src/distro/span-listeners.ts';

const spanContext = {
  traceId: '5759e988bd862e3fe1be46a994272793',
  spanId: '53995c3f42cd8ad8',
  traceFlags: TraceFlags.SAMPLED,
};
const limits = {
  attributeCountLimit: 8,
  attributeValueLengthLimit: 5,
  eventCountLimit: 2,
  linkCountLimit: 2,
  attributePerEventCountLimit: 2,
  attributePerLinkCountLimit: 2,
};

/** What processors were told, in the order in which it happened. */
interface Tracing {
  readonly startSdk: (attributes?: Attributes, startTime?: TimeInput) => Span;
  readonly startOurs: (given?: Attributes, startTime?: TimeInput, decided?: Attributes) => Span | undefined;
  readonly heard: { readonly event: string; readonly span: unknown }[];
}

function tracing(): Tracing {
  const heard: Tracing['heard'] = [];
  const hear = (event: string, span: unknown): void => {
    heard.push({ event, span: seen(span as Span) });
    if (event === 'ending') (span as Span).setAttribute('ending', true);
  };
  const processor: SpanProcessor = {
    onStart: (span) => hear('start', span),
    onEnding: (span) => hear('ending', span),
    onEnd: (span) => hear('end', span),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const provider = new TracerProvider({
    spanProcessors: [processor],
    spanLimits: limits,
    idGenerator: { generateSpanId: () => spanContext.spanId, generateTraceId: () => spanContext.traceId },
  });
  const startSdk: Tracing['startSdk'] = (attributes, startTime) =>
    provider.getTracer('t', '1').startSpan('name', {
      ...(attributes && { attributes }),
      ...(startTime !== undefined && { startTime }),
    });
  const start = learnRecordedSpans(startSdk(), createSpanListeners({ start: [processor], end: [processor] }));
  heard.length = 0;
  const facts = { context: ROOT_CONTEXT, spanContext, name: 'name', kind: SpanKind.INTERNAL };
  return {
    startSdk,
    startOurs: (given, startTime, decided) =>
      start?.({ ...facts, parentSpanContext: undefined, startTime }, given, decided),
    heard,
  };
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
const keys = fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', '__proto__x', 'constructor');
const attributes = fc
  .array(fc.tuple(keys, anyValue), { maxLength: 10 })
  .map((pairs) => Object.fromEntries(pairs) as Attributes);
/** What most spans start with. */
const plainAttributes = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'constructor'), fc.oneof(fc.string({ maxLength: 5 }), fc.double()))
  .map((given): Attributes => given);
const times = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<TimeInput>([5, 6], [1, 0], 1_800_000_000_000.25, 3, new Date(1_700_000_000_000)),
);

type Act = (span: Span) => unknown;
const error = Object.assign(new Error('a longer message'), { code: 'E' });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(keys, anyValue).map(
    ([key, value]): Act =>
      (span) =>
        span.setAttribute(key, value),
  ),
  attributes.map(
    (given): Act =>
      (span) =>
        span.setAttributes(given),
  ),
  fc.tuple(keys, attributes, times).map(
    ([name, given, time]): Act =>
      (span) =>
        span.addEvent(name, given, time),
  ),
  attributes.map(
    (given): Act =>
      (span) =>
        span.addLink({ context: spanContext, attributes: given }),
  ),
  fc.constant<Act>((span) => span.addLinks([{ context: spanContext }])),
  fc.tuple(fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR), anyValue).map(
    ([code, message]): Act =>
      (span) =>
        span.setStatus({ code, message: message as string }),
  ),
  fc.string({ maxLength: 6 }).map(
    (name): Act =>
      (span) =>
        span.updateName(name),
  ),
  fc.constantFrom<Act>(
    (span) => span.recordException(error),
    (span) => span.recordException('text'),
    (span) => span.recordException({} as Error),
    (span) => span.isRecording(),
  ),
  times.map(
    (time): Act =>
      (span) =>
        span.end(time),
  ),
);

/** What exporters and processors see of a span. */
function seen(span: Span): unknown {
  const {
    attributes: given,
    events,
    links,
    status,
    name,
    kind,
    startTime,
    endTime,
    duration,
    ended,
  } = span as unknown as ReadableSpan;
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount, instrumentationScope, parentSpanContext } =
    span as unknown as ReadableSpan;
  return structuredClone({
    attributes: Object.entries(given),
    events: [...events],
    links: [...links],
    facts: { status, name, kind, startTime, endTime, duration, ended, scope: instrumentationScope, parentSpanContext },
    dropped: [droppedAttributesCount, droppedEventsCount, droppedLinksCount],
    isRecording: span.isRecording(),
  });
}

function setTime(elapsedMillis: number): void {
  vi.spyOn(Date, 'now').mockReturnValue(1_764_000_000_123 + Math.floor(elapsedMillis));
  vi.spyOn(performance, 'now').mockReturnValue(5000.5 + elapsedMillis);
}

/** What is said of a span that is misused. */
function listen(): string[] {
  const said: string[] = [];
  const say =
    (level: string) =>
    (message: string): void =>
      void said.push(`${level} ${message}`);
  diag.setLogger(
    { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug'), verbose: () => {} },
    { suppressOverrideMessage: true },
  );
  return said;
}

describe('a recorded span', () => {
  beforeEach(() => {
    // Two spans that are compared begin and end at the same time.
    setTime(0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    diag.disable();
  });

  it('is for everybody what the SDK would have made, whatever is done to it', () => {
    const said = listen();
    let compared = 0;
    fc.assert(
      fc.property(
        fc.oneof(plainAttributes, attributes),
        times,
        fc.array(act, { maxLength: 14 }),
        (given, startTime, acts) => {
          const { startSdk, startOurs, heard } = tracing();
          const [expected, ...told] = [startSdk, startOurs].map((start) => {
            heard.length = said.length = 0;
            let elapsedMillis = 0;
            setTime(elapsedMillis);
            const span = start(given, startTime);
            if (span === undefined) return undefined;
            for (const one of acts) {
              one(span);
              setTime((elapsedMillis += 7.25));
            }
            const result = { span: seen(span), heard: [...heard], said: [...said], context: span.spanContext() };
            return { ...result, context: { ...result.context, traceState: undefined } };
          });
          for (const ours of told) {
            if (ours === undefined) continue;
            compared += 1;
            expect(ours).toEqual(expected);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it('is of the scope, the resource and the class of the one it was learned from', () => {
    const { startSdk, startOurs } = tracing();
    const example = startSdk();
    const span = startOurs({ a: 'x' }, undefined, { by: 'rule' });
    expect(span).toBeInstanceOf(example.constructor);
    const [ours, sdk] = [span, example] as unknown as [ReadableSpan, ReadableSpan];
    expect(ours.attributes).toEqual({ a: 'x', by: 'rule' });
    expect(ours.resource).toBe(sdk.resource);
    expect(ours.instrumentationScope).toBe(sdk.instrumentationScope);
    expect(ours.spanContext()).toBe(spanContext);
  });

  it('shows itself as the SDK shows its own, with the same fields', () => {
    const { startSdk, startOurs } = tracing();
    const [sdk, ours] = [startSdk({ a: 1 }), startOurs({ a: 1 })];
    expect(inspect(ours)).toBe(inspect(sdk).replace(/,\s*traceState: undefined/, ''));
    expect(Object.keys(ours ?? {}).toSorted()).toEqual(Object.keys(sdk).toSorted());
  });

  it('is not made where the SDK would change an attribute, or leave one out', () => {
    const { startOurs } = tracing();
    expect(startOurs({ a: 'long text' })).toBeUndefined();
    expect(startOurs({ a: ['x'] })).toBeUndefined();
    expect(startOurs({ '': 'x' })).toBeUndefined();
    expect(startOurs(null as unknown as Attributes)).toBeUndefined();
    expect(startOurs({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9 })).toBeUndefined();
    expect(startOurs({ a: 1 }, undefined, { by: ['x'] })).toBeUndefined();
  });

  it('takes attributes that nobody else holds as they are, unless their length is limited', () => {
    const given = { a: 'a longer text' };
    const shared = { context: ROOT_CONTEXT, spanContext, name: 'name', kind: SpanKind.SERVER } as const;
    const facts = { ...shared, parentSpanContext: undefined, startTime: undefined };
    const unlimited = new TracerProvider().getTracer('t').startSpan('name');
    const none = createSpanListeners({ start: [], end: [] });
    const span = learnRecordedSpans(unlimited, none)?.(facts, given, { by: 'rule' }, true);
    span?.setAttribute('b', 2);
    expect((span as unknown as ReadableSpan).attributes).toBe(given);
    expect(given).toEqual({ a: 'a longer text', by: 'rule', b: 2 });
    expect(learnRecordedSpans(tracing().startSdk(), none)?.(facts, given, undefined, true)).toBeUndefined();
  });

  it('leaves the objects that it was given alone', () => {
    const given = { a: 1 };
    tracing().startOurs(given)?.setAttribute('b', 2);
    expect(given).toEqual({ a: 1 });
  });

  it('counts an attribute once that was given and decided', () => {
    const span = tracing().startOurs({ a: 1, b: 2 }, undefined, { a: 3 });
    for (const key of ['c', 'd', 'e', 'f', 'g', 'h']) span?.setAttribute(key, key);
    const { attributes: kept, droppedAttributesCount } = span as unknown as ReadableSpan;
    expect([kept['a'], Object.keys(kept).length, droppedAttributesCount]).toEqual([3, 8, 0]);
  });
});

it('nothing is learned from a span that the SDK did not make', () => {
  const foreign = { spanContext: () => spanContext, isRecording: () => true } as unknown as Span;
  expect(learnRecordedSpans(foreign, createSpanListeners({ start: [], end: [] }))).toBeUndefined();
});
