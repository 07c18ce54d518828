import { context, INVALID_SPAN_CONTEXT, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { suppressTracing } from '@opentelemetry/core';
import { AlwaysOnSampler, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createXRayIdGenerator } from '../../src/propagation/id-generator.ts';
import { continueRoots } from '../../src/propagation/root-tracer-provider.ts';
import { continueTraceHeader } from '../../src/propagation/xray-propagator.ts';
import { PARENT, ROOT, XRAY_PARENT, XRAY_TRACE } from './trace-headers.ts';

const exporter = new InMemorySpanExporter();
const generator = createXRayIdGenerator();
let onStart: () => void = () => {};
const nosy: SpanProcessor = {
  onStart: () => onStart(),
  onEnd: () => {},
  forceFlush: async () => {},
  shutdown: async () => {},
};
const sdk = new TracerProvider({
  idGenerator: generator,
  sampler: new AlwaysOnSampler(),
  spanProcessors: [nosy, new SimpleSpanProcessor({ exporter })],
});
const provider = continueRoots(sdk, generator);
const tracer = provider.getTracer('test');
const rootOnly = continueTraceHeader(ROOT_CONTEXT, ROOT);
const traceIdOf = (span: Span): string => span.spanContext().traceId;

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());
beforeEach(() => {
  onStart = () => {};
  exporter.reset();
});

test('a span after a Root only has that trace id and no parent', () => {
  tracer.startSpan('segment', {}, rootOnly).end();
  const [span] = exporter.getFinishedSpans();
  expect(span?.spanContext().traceId).toBe(XRAY_TRACE);
  expect(span?.parentSpanContext).toBeUndefined();
});

test('it is found in the active context as well', () => {
  const id = context.with(rootOnly, () => traceIdOf(tracer.startSpan('segment')));
  expect(id).toBe(XRAY_TRACE);
});

test('each form of startActiveSpan continues the Root and gives back what its function returns', () => {
  const ids = context.with(rootOnly, () => [
    tracer.startActiveSpan('one', traceIdOf),
    tracer.startActiveSpan('two', {}, traceIdOf),
    tracer.startActiveSpan('three', {}, rootOnly, traceIdOf),
    tracer.startActiveSpan('active', () =>
      traceIdOf(trace.getActiveSpan() ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT)),
    ),
  ]);
  expect(ids).toEqual([XRAY_TRACE, XRAY_TRACE, XRAY_TRACE, XRAY_TRACE]);
});

test('children follow their parent', () => {
  const parent = tracer.startSpan('segment', {}, rootOnly);
  const child = tracer.startSpan('subsegment', {}, trace.setSpan(rootOnly, parent));
  child.end();
  expect(traceIdOf(child)).toBe(XRAY_TRACE);
  expect(exporter.getFinishedSpans()[0]?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
});

test('several segments in one context belong to the same trace', () => {
  expect(traceIdOf(tracer.startSpan('first', {}, rootOnly))).toBe(XRAY_TRACE);
  expect(traceIdOf(tracer.startSpan('second', {}, rootOnly))).toBe(XRAY_TRACE);
});

test('a new root is a really new trace', () => {
  expect(traceIdOf(tracer.startSpan('new', { root: true }, rootOnly))).not.toBe(XRAY_TRACE);
});

test('a span that starts meanwhile elsewhere gets an id of its own', () => {
  const ids: string[] = [];
  onStart = () => {
    onStart = () => {};
    ids.push(
      traceIdOf(tracer.startSpan('meanwhile', { root: true }, ROOT_CONTEXT)),
      traceIdOf(sdk.getTracer('raw').startSpan('raw', {}, ROOT_CONTEXT)),
    );
  };
  expect(traceIdOf(tracer.startSpan('segment', {}, rootOnly))).toBe(XRAY_TRACE);
  expect(ids).toHaveLength(2);
  expect(ids).not.toContain(XRAY_TRACE);
});

test('a suppressed span uses nothing up and leaves nothing behind', () => {
  tracer.startSpan('suppressed', {}, suppressTracing(rootOnly));
  expect(traceIdOf(tracer.startSpan('other', {}, ROOT_CONTEXT))).not.toBe(XRAY_TRACE);
  expect(traceIdOf(tracer.startSpan('segment', {}, rootOnly))).toBe(XRAY_TRACE);
});

test('an invalid span in the context is none', () => {
  const invalid = trace.setSpanContext(rootOnly, INVALID_SPAN_CONTEXT);
  expect(traceIdOf(tracer.startSpan('segment', {}, invalid))).toBe(XRAY_TRACE);
});

test('a header with a parent is left to the SDK', () => {
  tracer.startSpan('segment', {}, continueTraceHeader(ROOT_CONTEXT, `${ROOT};${PARENT};Sampled=1`)).end();
  expect(exporter.getFinishedSpans()[0]?.parentSpanContext?.spanId).toBe(XRAY_PARENT);
});

test('everything else of the provider is its own', async () => {
  expect(provider.constructor).toBe(TracerProvider);
  expect(provider.getTracer('test')).toBe(tracer);
  await expect(provider.forceFlush()).resolves.toBeUndefined();
});
