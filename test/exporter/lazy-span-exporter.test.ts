import { ExportResultCode } from '@opentelemetry/core';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import { createLazySpanExporter } from '../../src/exporter/lazy-span-exporter.ts';
import { exportSpans } from './exporting.ts';

test('the exporter is loaded by the first export, once', async () => {
  const memory = new InMemorySpanExporter();
  const load = vi.fn(async () => memory);
  const exporter = createLazySpanExporter(load);
  expect(load).not.toHaveBeenCalled();
  expect((await exportSpans(exporter)).code).toBe(ExportResultCode.SUCCESS);
  await exportSpans(exporter);
  expect(load).toHaveBeenCalledTimes(1);
  expect(memory.getFinishedSpans()).toHaveLength(4);
});

test('flush and shutdown load nothing, and reach what was loaded', async () => {
  const memory = new InMemorySpanExporter();
  const flush = vi.spyOn(memory, 'forceFlush');
  const close = vi.spyOn(memory, 'shutdown');
  const load = vi.fn(async () => memory);
  const exporter = createLazySpanExporter(load);
  await exporter.forceFlush?.();
  await exporter.shutdown();
  expect(load).not.toHaveBeenCalled();
  await exportSpans(exporter);
  await exporter.forceFlush?.();
  expect(flush).toHaveBeenCalledTimes(1);
  await exporter.shutdown();
  expect(close).toHaveBeenCalledTimes(1);
});

test('an exporter that cannot be loaded, or throws, is a failed export', async () => {
  const missing = createLazySpanExporter(() => Promise.reject(new Error('no such module')));
  expect(await exportSpans(missing)).toMatchObject({
    code: ExportResultCode.FAILED,
    error: { message: 'no such module' },
  });
  await missing.forceFlush?.();
  await missing.shutdown();
  const throwing = createLazySpanExporter(async () => ({
    export() {
      throw new Error('thrown');
    },
    shutdown: async () => {},
  }));
  expect(await exportSpans(throwing)).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'thrown' } });
});
