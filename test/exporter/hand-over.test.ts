import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AccountingSpanProcessor } from '../../src/exporter/accounting-span-processor.ts';
import { createSpanProcessor } from '../../src/exporter/batch-span-processor.ts';
import { endedSpans } from './ended-spans.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

const CONFIG = { maxQueueSize: 100, maxExportBatchSize: 4, scheduledDelayMillis: 5000, exportTimeoutMillis: 30_000 };
const OK: ExportResult = { code: ExportResultCode.SUCCESS };

/** An exporter that answers nothing but what it exports synchronously. */
function createExporter(answer: (batch: readonly ReadableSpan[]) => ExportResult | undefined = () => OK) {
  const batches: { spans: ReadableSpan[]; done: (result: ExportResult) => void; isSynchronous: boolean }[] = [];
  let isSynchronous = false;
  const exporter: SpanExporter = {
    export: (spans, done) => void batches.push({ spans, done, isSynchronous }),
    shutdown: async () => {},
  };
  const exportSynchronously = (exportAll: () => void): void => {
    isSynchronous = true;
    exportAll();
    for (const batch of batches.filter((each) => each.isSynchronous)) {
      const result = answer(batch.spans);
      if (result) batch.done(result);
    }
    isSynchronous = false;
  };
  return { exporter, batches, exportSynchronously };
}

function createProcessor({ exporter, exportSynchronously }: ReturnType<typeof createExporter>) {
  const options = { destination: 'http://127.0.0.1:4317', shutdownTimeoutMillis: 3000, exportSynchronously };
  return createSpanProcessor(CONFIG, exporter, options);
}

function end(processor: AccountingSpanProcessor, spans: readonly ReadableSpan[]): void {
  for (const span of spans) processor.onEnd(span);
}

let diagnostics: ReturnType<typeof recordDiagnostics>;
beforeEach(() => {
  vi.useFakeTimers();
  diagnostics = recordDiagnostics();
});
afterEach(() => {
  diagnostics.stop();
  vi.useRealTimers();
});

describe('the hand-over at the end of the process', () => {
  test('takes what is on its way and what waits, in order and in batches, before it returns', async () => {
    const parts = createExporter();
    const processor = createProcessor(parts);
    end(processor, endedSpans(6));
    await vi.advanceTimersByTimeAsync(0);
    expect(parts.batches).toHaveLength(1);

    processor.handOver();
    const taken = parts.batches.filter(({ isSynchronous }) => isSynchronous).map(({ spans }) => spans);
    expect(taken.map((spans) => spans.length)).toEqual([4, 2]);
    expect(taken.flat()).toEqual(endedSpans(6));
    expect(processor.counts).toEqual({ ended: 6, sent: 6, dropped: 0, failed: 0, unsent: 0, waiting: 0 });
    expect(diagnostics.lines).toEqual([]);
  });

  test('has nothing to do where nothing waits', () => {
    const parts = createExporter();
    const exportSynchronously = vi.fn();
    createProcessor({ ...parts, exportSynchronously }).handOver();
    expect(exportSynchronously).not.toHaveBeenCalled();
  });

  test('says what was lost since the last line also where nothing waits', async () => {
    const parts = createExporter();
    const processor = createProcessor(parts);
    end(processor, endedSpans(8));
    for (const batch of [0, 1]) {
      await vi.advanceTimersByTimeAsync(5000);
      parts.batches[batch]?.done({ code: ExportResultCode.FAILED, error: new Error('no answer') });
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(processor.counts).toMatchObject({ failed: 8, waiting: 0 });
    expect(diagnostics.lines).toHaveLength(1);

    processor.handOver();
    expect(diagnostics.lines.map((line) => / did not get (\d) spans/.exec(line)?.[1])).toEqual(['4', '4']);
  });

  test('says at once what it could not deliver, and why', () => {
    const parts = createExporter(() => ({ code: ExportResultCode.FAILED, error: new Error('no answer') }));
    const processor = createProcessor(parts);
    end(processor, endedSpans(2));
    processor.handOver();
    expect(processor.counts).toMatchObject({ failed: 2, waiting: 0 });
    expect(diagnostics.lines).toEqual([
      '"http://127.0.0.1:4317" did not get 2 spans: 2 could not be delivered (no answer); they are lost, the process ends.',
    ]);
  });

  test('counts what was not answered, and survives what throws', () => {
    for (const exportSynchronously of [createExporter(() => undefined).exportSynchronously, denied]) {
      const parts = { ...createExporter(() => undefined), exportSynchronously };
      const processor = createProcessor(parts);
      end(processor, endedSpans(2));
      processor.handOver();
      expect(processor.counts).toMatchObject({ ended: 2, unsent: 2, waiting: 0 });
    }
  });

  test('counts each span once, whatever comes later of an export that it took over', async () => {
    const parts = createExporter();
    const processor = createProcessor(parts);
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(0);
    processor.handOver();
    parts.batches[0]?.done({ code: ExportResultCode.FAILED });
    parts.batches[1]?.done(OK);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(processor.counts).toMatchObject({ ended: 4, sent: 4, failed: 0, unsent: 0 });
  });

  test('ends a flush that runs, and a process that lives on exports as before', async () => {
    const parts = createExporter(() => undefined);
    const processor = createProcessor(parts);
    end(processor, endedSpans(2));
    const flushed = processor.forceFlush();
    processor.handOver();
    await flushed;
    end(processor, endedSpans(3));
    await vi.advanceTimersByTimeAsync(5000);
    expect(parts.batches.at(-1)).toMatchObject({ isSynchronous: false, spans: { length: 3 } });
  });
});

test('a flush that holds nobody begins at once', async () => {
  const parts = createExporter();
  const processor = createProcessor(parts);
  end(processor, endedSpans(2));
  processor.flushSoon();
  await vi.advanceTimersByTimeAsync(0);
  expect(parts.batches).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(1);
});

function denied(): void {
  throw new Error('Access to this API has been restricted');
}
