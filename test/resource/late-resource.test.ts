import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { AlwaysOnSampler, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import { recordDiagnostics } from '../exporter/recorded-diagnostics.ts';
import { createLateResource } from '../../src/resource/late-resource.ts';

const known = resourceFromAttributes({ 'service.name': 'shop' });
const complete = resourceFromAttributes({ 'service.name': 'shop', 'cloud.region': 'eu-west-1' });

test('it tells what is known until the rest is', async () => {
  const diagnostics = recordDiagnostics();
  const resource = createLateResource(known, async () => complete);
  expect(resource.asyncAttributesPending).toBe(true);
  expect(resource.attributes).toEqual({ 'service.name': 'shop' });
  await resource.waitForAsyncAttributes?.();
  expect(resource.asyncAttributesPending).toBe(false);
  expect(resource.attributes).toEqual({ 'service.name': 'shop', 'cloud.region': 'eu-west-1' });
  diagnostics.stop();
  expect(diagnostics.lines).toEqual([]);
});

test('it looks once, after the first tick or when somebody waits', async () => {
  const detect = vi.fn(async () => complete);
  const resource = createLateResource(known, detect);
  expect(detect).not.toHaveBeenCalled();
  await new Promise((resolve) => setTimeout(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(detect).toHaveBeenCalledTimes(1);
  await Promise.all([resource.waitForAsyncAttributes?.(), resource.waitForAsyncAttributes?.()]);
  expect(detect).toHaveBeenCalledTimes(1);
});

test('a merge before it is settled keeps what comes later, a merge afterwards has it', async () => {
  const resource = createLateResource(known, async () => complete);
  const other = resourceFromAttributes({ 'service.name': 'cart' });
  const early = resource.merge(other);
  expect(early.attributes).toEqual({ 'service.name': 'cart' });
  await early.waitForAsyncAttributes?.();
  const expected = { 'service.name': 'cart', 'cloud.region': 'eu-west-1' };
  expect(early.attributes).toEqual(expected);
  expect(resource.merge(other).attributes).toEqual(expected);
  expect(resource.merge(null)).toEqual(complete);
});

test("the SDK's processors wait for it", async () => {
  const exporter = new InMemorySpanExporter();
  const resource: Resource = createLateResource(
    known,
    () => new Promise((resolve) => setTimeout(resolve, 20, complete)),
  );
  const provider = new TracerProvider({
    resource,
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  provider.getTracer('test').startSpan('GET').end();
  await provider.forceFlush();
  expect(exporter.getFinishedSpans()[0]?.resource.attributes).toEqual({
    'service.name': 'shop',
    'cloud.region': 'eu-west-1',
  });
});
