import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import { startExport } from '../../src/exporter/running-export.ts';
import type { SpanBatch } from '../../src/exporter/span-queue.ts';
import { endedSpan } from './ended-spans.ts';

const OK: ExportResult = { code: ExportResultCode.SUCCESS };

function batchOf(...spans: ReadableSpan[]): SpanBatch {
  return { ready: [], spans, count: spans.length };
}

function createRecorder() {
  const told: string[] = [];
  let answer: (result: ExportResult) => void = () => {};
  const exporter: SpanExporter = {
    export(_spans, done) {
      told.push('export');
      answer = done;
    },
    forceFlush: async () => void told.push('flush'),
    shutdown: async () => {},
  };
  return { exporter, told, answer: (result: ExportResult) => answer(result) };
}

/** A span whose resource is known when `settle` is called. */
function createWaitingSpan() {
  let settle = () => {};
  const known = new Promise<void>((resolve) => (settle = resolve));
  const resource = { asyncAttributesPending: true, waitForAsyncAttributes: () => known };
  return { span: Object.assign(Object.create(endedSpan()) as ReadableSpan, { resource }), settle };
}

test('hurry reaches an exporter that has the batch, and one that gets it later', async () => {
  const now = createRecorder();
  const running = startExport(now.exporter, batchOf(endedSpan()), 1000);
  await Promise.resolve();
  running.hurry();
  expect(now.told).toEqual(['export', 'flush']);
  now.answer(OK);
  expect(await running.result).toBe(OK);
  running.hurry();
  expect(now.told).toEqual(['export', 'flush']);

  const later = createRecorder();
  const { span, settle } = createWaitingSpan();
  const waiting = startExport(later.exporter, batchOf(span), 1000);
  waiting.hurry();
  expect(later.told).toEqual([]);
  settle();
  await vi.waitFor(() => expect(later.told).toEqual(['export', 'flush']));
  later.answer(OK);
});

test('a batch that was given up before it went is never sent', async () => {
  const { exporter, told } = createRecorder();
  const { span, settle } = createWaitingSpan();
  const running = startExport(exporter, batchOf(span), 1000);
  running.cancel();
  expect(await running.result).toMatchObject({ code: ExportResultCode.FAILED, error: { message: 'given up' } });
  settle();
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual([]);
});

test('an exporter without a flush, or with a broken one, is exported to all the same', async () => {
  const { exporter, answer } = createRecorder();
  const running = startExport(
    { export: exporter.export.bind(exporter), shutdown: async () => {} },
    batchOf(endedSpan()),
    1000,
  );
  running.hurry();
  await Promise.resolve();
  answer(OK);
  expect(await running.result).toBe(OK);
  const broken = createRecorder();
  broken.exporter.forceFlush = () => Promise.reject(new Error('broken'));
  const other = startExport(broken.exporter, batchOf(endedSpan()), 1000);
  other.hurry();
  await Promise.resolve();
  broken.answer(OK);
  expect(await other.result).toBe(OK);
});
