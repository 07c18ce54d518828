import {
  type Context,
  createContextKey,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import {
  InMemorySpanExporter,
  type Sampler,
  SamplingDecision,
  SimpleSpanProcessor,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDecidedSampler, decideFirst } from '../../src/distro/decide-first.ts';
import { createSpanListeners } from '../../src/distro/span-listeners.ts';
import { createXRayIdGenerator } from '../../src/propagation/index.ts';

const asked: string[] = [];
const sampler: Sampler = {
  shouldSample: (_context, traceId, name) => {
    asked.push(`${name} ${traceId}`);
    return name.startsWith('no')
      ? { decision: SamplingDecision.NOT_RECORD }
      : { decision: SamplingDecision.RECORD_AND_SAMPLED, attributes: { by: name } };
  },
  toString: () => 'by name',
};
let onStart: (span: Span) => void = () => {};
const nosy: SpanProcessor = {
  onStart: (span) => onStart(span),
  onEnd: () => {},
  forceFlush: async () => {},
  shutdown: async () => {},
};
const exporter = new InMemorySpanExporter();
const generator = createXRayIdGenerator();
const ROOT = createContextKey('root');
const processors = [nosy, new SimpleSpanProcessor({ exporter })];
const decidedSampler = createDecidedSampler(sampler);
const sdk = new TracerProvider({
  sampler: decidedSampler,
  idGenerator: generator,
  spanProcessors: processors,
});
const listeners = createSpanListeners({ start: processors, end: processors });
const pendingRoot = (context: Context): string | undefined => context.getValue(ROOT) as string | undefined;
const provider = decideFirst(sdk, { sampler, decidedSampler, generator, listeners, pendingRoot });
const tracer = provider.getTracer('test');

beforeEach(() => {
  asked.length = 0;
  onStart = () => {};
  exporter.reset();
});

describe('a span that is not recorded', () => {
  it('has ids of its own and is not sampled', () => {
    const span = tracer.startSpan('no', {}, ROOT_CONTEXT);
    const { traceId, spanId, traceFlags } = span.spanContext();
    expect(span.isRecording()).toBe(false);
    expect(traceFlags).toBe(TraceFlags.NONE);
    expect(traceId).toMatch(/^[\da-f]{32}$/);
    expect(spanId).toMatch(/^[\da-f]{16}$/);
    expect(asked).toEqual([`no ${traceId}`]);
  });

  it('continues the trace of its parent', () => {
    const parent = tracer.startSpan('no', {}, ROOT_CONTEXT);
    const child = tracer.startSpan('no more', {}, trace.setSpan(ROOT_CONTEXT, parent));
    expect(child.spanContext().traceId).toBe(parent.spanContext().traceId);
    expect(child.spanContext().spanId).not.toBe(parent.spanContext().spanId);
  });
});

it('a span without a parent has the trace id that its context asks for, recorded or not', () => {
  const traceId = '5759e988bd862e3fe1be46a994272793';
  const asking = ROOT_CONTEXT.setValue(ROOT, traceId);
  for (const name of ['yes', 'no', 'yes again'])
    expect(tracer.startSpan(name, {}, asking).spanContext().traceId).toBe(traceId);
  expect(tracer.startSpan('yes', {}, ROOT_CONTEXT).spanContext().traceId).not.toBe(traceId);
});

it('a span that is made active is decided first, too', () => {
  const active = tracer.startActiveSpan('yes', (span) => span);
  expect(asked).toEqual([`yes ${active.spanContext().traceId}`]);
});

describe('a span that is recorded', () => {
  it('is asked about once, and has the trace id that was asked about', () => {
    const span = tracer.startSpan('yes', { kind: SpanKind.SERVER, attributes: { a: 1 } }, ROOT_CONTEXT);
    span.end();
    expect(asked).toEqual([`yes ${span.spanContext().traceId}`]);
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({ a: 1, by: 'yes' });
  });

  it('is what the SDK would have made of it, the first and those after it', () => {
    const attributes = { text: 'a', number: 1, isTrue: true, none: undefined };
    const parent = tracer.startSpan('yes', {}, ROOT_CONTEXT);
    const inParent = trace.setSpan(ROOT_CONTEXT, parent);
    for (const from of [tracer, provider.getTracer('fresh'), sdk.getTracer('test')])
      from.startSpan('yes', { kind: SpanKind.CLIENT, attributes, startTime: [5, 6] }, inParent).end([7, 8]);
    const [second, first, own] = exporter.getFinishedSpans().map((span) => ({
      ...span,
      spanId: span.spanContext().spanId.length,
      spanContext: { ...span.spanContext(), spanId: '', traceState: undefined },
      scope: span.instrumentationScope.name === 'fresh',
    }));
    const facts = ['name', 'kind', 'attributes', 'parentSpanContext', 'startTime', 'endTime', 'duration'] as const;
    for (const span of [second, first])
      for (const fact of [...facts, 'resource', 'links', 'events', 'status', 'spanId', 'spanContext'] as const)
        expect(Reflect.get(span ?? {}, fact)).toEqual(Reflect.get(own ?? {}, fact));
    expect([second?.scope, first?.scope]).toEqual([false, true]);
  });

  it('leaves decision and trace id to nobody else', () => {
    const inner: Span[] = [];
    onStart = () => {
      onStart = () => {};
      inner.push(sdk.getTracer('raw').startSpan('no inner', {}, ROOT_CONTEXT));
    };
    const span = tracer.startSpan('yes', {}, ROOT_CONTEXT);
    expect(inner[0]?.isRecording()).toBe(false);
    expect(inner[0]?.spanContext().traceId).not.toBe(span.spanContext().traceId);
  });

  it('with links, or as a new root, is decided by the SDK', () => {
    const parent = tracer.startSpan('yes', {}, ROOT_CONTEXT);
    const inParent = trace.setSpan(ROOT_CONTEXT, parent);
    const root = tracer.startSpan('yes root', { root: true }, inParent);
    tracer.startSpan('yes linked', { links: [{ context: parent.spanContext() }] }, inParent).end();
    expect(root.spanContext().traceId).not.toBe(parent.spanContext().traceId);
    expect(exporter.getFinishedSpans()[0]?.links).toHaveLength(1);
    expect(asked).toHaveLength(3);
  });
});

it('nothing is decided where tracing is suppressed', () => {
  expect(tracer.startSpan('yes', {}, suppressTracing(ROOT_CONTEXT)).isRecording()).toBe(false);
  expect(asked).toEqual([]);
});

it('a tracer stays the same, and the sampler keeps its name', () => {
  expect(provider.getTracer('test')).toBe(tracer);
  expect(decidedSampler.toString()).toBe('by name');
});
