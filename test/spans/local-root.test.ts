import { context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLocalRootProcessor, localRoot } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';

beforeEach(() => {
  startTracing();
});
afterEach(stopTracing);

function child(name: string, parent: Span): Span {
  return trace.getTracer('app').startSpan(name, {}, trace.setSpan(ROOT_CONTEXT, parent));
}

test('the local root of a span is the topmost one in this process', () => {
  const server = trace.getTracer('http').startSpan('GET /', { kind: SpanKind.SERVER });
  const middle = child('middle', server);
  expect(localRoot(server)).toBe(server);
  expect(localRoot(middle)).toBe(server);
  expect(localRoot(child('leaf', middle))).toBe(server);
});

test('a parent in another process is no local root', () => {
  const remote = {
    traceId: '5759e988bd862e3fe1be46a994272793',
    spanId: '53995c3f42cd8ad8',
    traceFlags: 1,
    isRemote: true,
  };
  const server = trace.getTracer('http').startSpan('GET /', {}, trace.setSpanContext(ROOT_CONTEXT, remote));
  expect(localRoot(server)).toBe(server);
});

test('a span that is begun as a root is its own', () => {
  const outer = trace.getTracer('app').startSpan('outer');
  context.with(trace.setSpan(ROOT_CONTEXT, outer), () => {
    const root = trace.getTracer('app').startSpan('root', { root: true });
    expect(localRoot(root)).toBe(root);
  });
});

test('a parent that has ended still leads to the root', () => {
  const server = trace.getTracer('http').startSpan('GET /');
  const middle = child('middle', server);
  middle.end();
  server.end();
  expect(localRoot(child('late', middle))).toBe(server);
  expect(localRoot(child('later', server))).toBe(server);
});

test('a parent that is not recorded is no local root', () => {
  stopTracing();
  const onlyTopmostOff = new ParentBasedSampler({
    root: new AlwaysOffSampler(),
    localParentNotSampled: new AlwaysOnSampler(),
  });
  startTracing({ sampler: onlyTopmostOff });
  const unsampled = trace.getTracer('app').startSpan('unsampled');
  const sampled = child('sampled', unsampled);
  expect(unsampled.isRecording()).toBe(false);
  expect(localRoot(unsampled)).toBe(unsampled);
  expect(localRoot(sampled)).toBe(sampled);
});

test('the processor has nothing to flush', async () => {
  const processor = createLocalRootProcessor();
  await expect(processor.forceFlush()).resolves.toBeUndefined();
  await expect(processor.shutdown()).resolves.toBeUndefined();
});
