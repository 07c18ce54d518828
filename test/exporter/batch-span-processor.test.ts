import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { ExportResultCode, isTracingSuppressed, type ExportResult } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BatchConfig } from '../../src/config/config.ts';
import type { AccountingSpanProcessor } from '../../src/exporter/accounting-span-processor.ts';
import { createSpanProcessor } from '../../src/exporter/batch-span-processor.ts';
import {
  createMakeReady,
  type MakeReady,
  type PreparingExporter,
  type ReadySpans,
} from '../../src/exporter/ready-spans.ts';
import { endedSpan, endedSpans, unsampled } from './ended-spans.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

const CONFIG: BatchConfig = {
  maxQueueSize: 8,
  maxExportBatchSize: 4,
  scheduledDelayMillis: 5000,
  exportTimeoutMillis: 30_000,
};
const OPTIONS = { destination: 'http://127.0.0.1:4317', shutdownTimeoutMillis: 3000 };
const OK: ExportResult = { code: ExportResultCode.SUCCESS };
const BROKEN: ExportResult = { code: ExportResultCode.FAILED, error: new Error('broken') };

/** An exporter whose answers the test gives. */
function createHeldExporter() {
  const batches: ReadableSpan[][] = [];
  const answers: ((result: ExportResult) => void)[] = [];
  const exporter: SpanExporter = {
    export(spans, done) {
      batches.push([...spans]);
      answers.push(done);
    },
    shutdown: vi.fn(async () => {}),
  };
  return { exporter, batches, answers };
}

function createInstantExporter(answer: () => ExportResult = () => OK) {
  const batches: ReadableSpan[][] = [];
  const exporter: SpanExporter = {
    export(spans, done) {
      batches.push([...spans]);
      done(answer());
    },
    shutdown: async () => {},
  };
  return { exporter, batches };
}

function toReady(spans: readonly ReadableSpan[]): ReadySpans {
  return { count: spans.length, encoded: [], withheldCount: 0, reason: undefined };
}

function end(processor: AccountingSpanProcessor, spans: readonly ReadableSpan[]): void {
  for (const span of spans) processor.onEnd(span);
}

function expectBalanced({ counts }: AccountingSpanProcessor): void {
  expect(counts.sent + counts.dropped + counts.failed + counts.unsent + counts.waiting).toBe(counts.ended);
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

describe('batches', () => {
  test('a part of a batch waits for the scheduled delay', async () => {
    const { exporter, batches } = createInstantExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(3));
    await vi.advanceTimersByTimeAsync(4999);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches.map((batch) => batch.length)).toEqual([3]);
    expect(processor.counts).toMatchObject({ ended: 3, sent: 3, waiting: 0 });
  });

  test('a full batch goes at once, but not inside the end of the span', async () => {
    const { exporter, batches } = createInstantExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(5));
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(batches.map((batch) => batch.length)).toEqual([4]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(batches.map((batch) => batch.length)).toEqual([4, 1]);
  });

  test('one export runs at a time, and the spans keep their order', async () => {
    const { exporter, batches, answers } = createHeldExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    const spans = endedSpans(8);
    end(processor, spans);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(batches).toHaveLength(1);
    answers[0]?.(OK);
    await vi.advanceTimersByTimeAsync(0);
    expect(batches.flat()).toEqual(spans);
    answers[1]?.(OK);
    await vi.advanceTimersByTimeAsync(0);
    expect(processor.counts).toMatchObject({ ended: 8, sent: 8, waiting: 0 });
  });

  /** A processor whose collector has taken one batch. */
  async function createTaking(maxQueueSize: number) {
    const held = createHeldExporter();
    const processor = createSpanProcessor({ ...CONFIG, maxQueueSize }, held.exporter, OPTIONS);
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(0);
    held.answers[0]?.(OK);
    await vi.advanceTimersByTimeAsync(0);
    return { processor, ...held };
  }

  test('while whole batches wait, up to four are on their way to a collector that takes them', async () => {
    const { processor, batches, answers } = await createTaking(40);
    const spans = endedSpans(23);
    end(processor, spans);
    await vi.advanceTimersByTimeAsync(10);
    expect(batches).toHaveLength(1 + 4);
    expect(processor.counts).toMatchObject({ ended: 27, sent: 4, waiting: 23 });
    answers[3]?.(OK);
    await vi.advanceTimersByTimeAsync(10);
    expect(batches).toHaveLength(1 + 5);
    expect(batches.slice(1).flat()).toEqual(spans.slice(0, 20));
    for (const answer of answers) answer(OK);
    await vi.advanceTimersByTimeAsync(4999);
    expect(batches).toHaveLength(1 + 5);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches.at(-1)).toEqual(spans.slice(20));
    expectBalanced(processor);
  });

  test('a service at its limit loses nothing to a collector whose answer takes as long as four batches', async () => {
    const { processor, answers } = await createTaking(8);
    for (let turn = 0; turn < 100; turn += 1) {
      end(processor, endedSpans(4));
      await vi.advanceTimersByTimeAsync(0);
      if (turn >= 3) answers[turn - 2]?.(OK);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(processor.counts).toMatchObject({ ended: 404, dropped: 0, failed: 0 });
    expect(diagnostics.lines).toEqual([]);
  });

  test('a part of a batch does not go while another export runs', async () => {
    const { processor, batches } = await createTaking(40);
    end(processor, endedSpans(6));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(batches.map((batch) => batch.length)).toEqual([4, 4]);
  });

  test('a flush waits for its own spans, whichever batch is answered first', async () => {
    const { processor, answers } = await createTaking(40);
    end(processor, endedSpans(6));
    let isFlushed = false;
    const flushed = processor.forceFlush().then(() => (isFlushed = true));
    await vi.advanceTimersByTimeAsync(0);
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(0);
    answers[3]?.(OK);
    answers[1]?.(OK);
    await vi.advanceTimersByTimeAsync(0);
    expect(isFlushed).toBe(false);
    answers[2]?.(OK);
    await flushed;
    expect(processor.counts).toMatchObject({ sent: 14, waiting: 0 });
  });

  test('a collector in trouble is asked one batch at a time', async () => {
    const { processor, batches, answers } = await createTaking(40);
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(0);
    answers[1]?.(BROKEN);
    await vi.advanceTimersByTimeAsync(0);
    end(processor, endedSpans(12));
    await vi.advanceTimersByTimeAsync(10);
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 4]);
    expectBalanced(processor);
  });

  test('spans that are not sampled are not its business', async () => {
    const { exporter, batches } = createInstantExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    processor.onEnd(unsampled(endedSpan()));
    await processor.forceFlush();
    expect(batches).toEqual([]);
    expect(processor.counts.ended).toBe(0);
  });

  test('a batch size beyond the queue size is the queue size', async () => {
    const { exporter, batches } = createInstantExporter();
    const processor = createSpanProcessor({ ...CONFIG, maxQueueSize: 2, maxExportBatchSize: 512 }, exporter, OPTIONS);
    end(processor, endedSpans(2));
    await vi.advanceTimersByTimeAsync(0);
    expect(batches.map((batch) => batch.length)).toEqual([2]);
  });

  test('a batch waits for the attributes of its resource', async () => {
    const { exporter, batches } = createInstantExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    let settle: (region: string) => void = () => {};
    const resource = resourceFromAttributes({ 'cloud.region': new Promise<string>((resolve) => (settle = resolve)) });
    const span = Object.assign(Object.create(endedSpan()) as ReadableSpan, { resource });
    processor.onEnd(span);
    const flushed = processor.forceFlush();
    await vi.advanceTimersByTimeAsync(1000);
    expect(batches).toEqual([]);
    settle('eu-west-1');
    await flushed;
    expect(batches[0]?.[0]?.resource.attributes).toEqual({ 'cloud.region': 'eu-west-1' });
  });

  test('exports make no spans and see nothing of the request that ended the span', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    try {
      const key = createContextKey('request');
      const seen: unknown[] = [];
      const exporter: SpanExporter = {
        export(_spans, done) {
          seen.push(isTracingSuppressed(context.active()), context.active().getValue(key));
          done(OK);
        },
        shutdown: async () => {},
      };
      const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
      context.with(ROOT_CONTEXT.setValue(key, 'a request'), () => processor.onEnd(endedSpan()));
      await vi.advanceTimersByTimeAsync(5000);
      expect(seen).toEqual([true, undefined]);
    } finally {
      context.disable();
    }
  });
});

describe('spans are made ready', () => {
  const config: BatchConfig = { ...CONFIG, maxQueueSize: 200, maxExportBatchSize: 50 };

  /** An exporter that answers at once and tells, of each step, of how many spans it was. */
  function createPreparing(makeReady: MakeReady = toReady) {
    const steps: string[] = [];
    let answer = OK;
    const exporter: PreparingExporter = {
      makeReady: (spans, isTurnOver) => {
        const ready = makeReady(spans, isTurnOver);
        steps.push(`ready ${ready.count}`);
        return ready;
      },
      export: (spans, done, ready = []) => {
        steps.push(`export ${ready.map(({ count }) => count).join('+')} and ${spans.length}`);
        done(answer);
      },
      shutdown: async () => {},
    };
    const processor = createSpanProcessor(config, exporter, OPTIONS);
    return { processor, steps, exporter, answerWith: (result: ExportResult) => (answer = result) };
  }

  test('in pieces soon after they ended, for a collector that takes them', async () => {
    const { processor, steps } = createPreparing();
    end(processor, endedSpans(30));
    await vi.advanceTimersByTimeAsync(10);
    expect(steps).toEqual([]);
    await processor.forceFlush();
    end(processor, endedSpans(30));
    expect(steps).toEqual(['export  and 30']);
    await vi.advanceTimersByTimeAsync(10);
    expect(processor.counts).toMatchObject({ ended: 60, sent: 30, waiting: 30 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(steps).toEqual(['export  and 30', 'ready 24', 'export 24 and 6']);
    expect(processor.counts).toMatchObject({ ended: 60, sent: 60, waiting: 0 });
  });

  test('one by one until half a millisecond of a turn is over, and then in the next', async () => {
    let millis = 0;
    let spanMillis = 0.2;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => millis);
    const slow = createMakeReady(
      (span) => {
        millis += spanMillis;
        return span;
      },
      { encode: () => [], join: () => new Uint8Array(), readPartialSuccess: () => undefined, contentType: '' },
    );
    const { processor, steps } = createPreparing(slow);
    end(processor, endedSpans(1));
    await processor.forceFlush();
    end(processor, endedSpans(40));
    await vi.advanceTimersByTimeAsync(10);
    expect(steps.slice(1)).toEqual(Array.from({ length: 6 }, () => 'ready 3'));
    spanMillis = 9;
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(10);
    expect(steps.slice(7)).toEqual(Array.from({ length: 3 }, () => 'ready 1'));
    clock.mockRestore();
  });

  test('no more once the collector is in trouble', async () => {
    const { processor, steps, answerWith } = createPreparing();
    end(processor, endedSpans(1));
    await processor.forceFlush();
    answerWith(BROKEN);
    end(processor, endedSpans(30));
    await processor.forceFlush();
    end(processor, endedSpans(30));
    await vi.advanceTimersByTimeAsync(10);
    expect(steps).toEqual(['export  and 1', 'export  and 30']);
    expect(processor.counts).toMatchObject({ sent: 1, failed: 30, waiting: 30 });
  });

  test('those that cannot be are lost alone, counted and told', async () => {
    const { processor, steps } = createPreparing(() => {
      throw new Error('unreadable');
    });
    end(processor, endedSpans(1));
    await processor.forceFlush();
    end(processor, endedSpans(30));
    await vi.advanceTimersByTimeAsync(10);
    await processor.forceFlush();
    expect(steps).toEqual(['export  and 1', 'export  and 6']);
    expect(processor.counts).toMatchObject({ ended: 31, sent: 7, failed: 24, waiting: 0 });
    expect(diagnostics.lines).toEqual([expect.stringContaining('24 could not be delivered (unreadable)')]);
  });

  test('and go out at the end of the process with those that are not', async () => {
    const { processor, steps } = createPreparing();
    end(processor, endedSpans(1));
    await processor.forceFlush();
    end(processor, endedSpans(40));
    await vi.advanceTimersByTimeAsync(10);
    processor.handOver();
    expect(steps).toEqual(['export  and 1', 'ready 24', 'export 24 and 16']);
    expect(processor.counts).toMatchObject({ ended: 41, sent: 41, waiting: 0 });
  });

  test('without tracing that, and without what the request was', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    try {
      const key = createContextKey('request');
      const seen: unknown[] = [];
      const { processor } = createPreparing((spans) => {
        seen.push(isTracingSuppressed(context.active()), context.active().getValue(key));
        return toReady(spans);
      });
      end(processor, endedSpans(1));
      await processor.forceFlush();
      context.with(ROOT_CONTEXT.setValue(key, 'a request'), () => end(processor, endedSpans(24)));
      await vi.advanceTimersByTimeAsync(10);
      expect(seen).toEqual([true, undefined]);
    } finally {
      context.disable();
    }
  });
});

describe('losses', () => {
  test('a full queue drops the newest spans and counts them exactly', async () => {
    const { exporter, answers } = createHeldExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(0);
    end(processor, endedSpans(20));
    expect(processor.counts).toEqual({ ended: 24, sent: 0, dropped: 12, failed: 0, unsent: 0, waiting: 12 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(diagnostics.lines).toEqual([
      expect.stringContaining('did not get 12 spans: 12 did not fit the queue of 8;'),
    ]);
    answers[0]?.(OK);
    expectBalanced(processor);
  });

  test('a failed export is counted, told once, and the next one is tried', async () => {
    let answer = BROKEN;
    const { exporter } = createInstantExporter(() => answer);
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(3));
    await processor.forceFlush();
    end(processor, endedSpans(2));
    await processor.forceFlush();
    answer = OK;
    end(processor, endedSpans(1));
    await processor.forceFlush();
    expect(processor.counts).toEqual({ ended: 6, sent: 1, dropped: 0, failed: 5, unsent: 0, waiting: 0 });
    expect(diagnostics.lines).toEqual([
      expect.stringContaining('"http://127.0.0.1:4317" did not get 3 spans: 3 could not be delivered (broken);'),
    ]);
  });

  test('spans that the collector refused out of a batch are counted and told', async () => {
    const { exporter } = createInstantExporter(() =>
      Object.assign({ ...OK, error: new Error('too old') }, { rejectedSpans: 2 }),
    );
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(3));
    await processor.forceFlush();
    expect(processor.counts).toMatchObject({ ended: 3, sent: 1, failed: 2, waiting: 0 });
    expect(diagnostics.lines).toEqual([expect.stringContaining('2 could not be delivered (too old)')]);
  });

  test('an exporter that throws is a failed export', async () => {
    const exporter: SpanExporter = {
      export() {
        throw new Error('thrown');
      },
      shutdown: () => Promise.reject(new Error('also this')),
    };
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(2));
    await processor.shutdown();
    expect(processor.counts).toMatchObject({ ended: 2, failed: 2, waiting: 0 });
    expect(diagnostics.lines).toEqual([expect.stringContaining('(thrown)')]);
  });

  test('an exporter that answers late or twice is counted once', async () => {
    const { exporter, answers } = createHeldExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(processor.counts).toMatchObject({ ended: 4, failed: 4, waiting: 0 });
    expect(diagnostics.lines).toEqual([expect.stringContaining('(no answer within 30000 ms)')]);
    answers[0]?.(OK);
    answers[0]?.(OK);
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(0);
    answers[1]?.(OK);
    answers[1]?.(BROKEN);
    await vi.advanceTimersByTimeAsync(0);
    expect(processor.counts).toMatchObject({ ended: 8, failed: 4, sent: 4 });
  });
});

describe('the end', () => {
  test('shutdown sends what waits, in batches, and closes the exporter once', async () => {
    const { exporter, batches } = createInstantExporter();
    const close = vi.spyOn(exporter, 'shutdown');
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(7));
    await Promise.all([processor.shutdown(), processor.shutdown(), processor.forceFlush()]);
    expect(batches.map((batch) => batch.length)).toEqual([4, 3]);
    expect(close).toHaveBeenCalledTimes(1);
    expect(diagnostics.lines).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('shutdown gives up when its time is over, and says what it leaves', async () => {
    const { exporter, answers } = createHeldExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(6));
    const ended = processor.shutdown();
    await vi.advanceTimersByTimeAsync(3001);
    await ended;
    expect(processor.counts).toEqual({ ended: 6, sent: 0, dropped: 0, failed: 0, unsent: 6, waiting: 0 });
    expect(diagnostics.lines).toEqual([
      '"http://127.0.0.1:4317" did not get 6 spans: 6 had no time left; they are lost, the process ends.',
    ]);
    answers[0]?.(OK);
    await vi.advanceTimersByTimeAsync(60_000);
    expectBalanced(processor);
    expect(processor.counts.sent).toBe(0);
  });

  test('shutdown ends an export that still runs, which then tells why', async () => {
    const { exporter, answers } = createHeldExporter();
    exporter.shutdown = async () => answers[0]?.(BROKEN);
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(6));
    const ended = processor.shutdown();
    await vi.advanceTimersByTimeAsync(3001);
    await ended;
    expect(processor.counts).toMatchObject({ ended: 6, failed: 4, unsent: 2, waiting: 0 });
    expect(diagnostics.lines).toEqual([
      '"http://127.0.0.1:4317" did not get 6 spans: 4 could not be delivered (broken), 2 had no time left; they are lost, the process ends.',
    ]);
  });

  test('whoever waits hurries the exporter, a scheduled export does not', async () => {
    const { exporter } = createInstantExporter();
    const hurry = vi.fn(async () => {});
    exporter.forceFlush = hurry;
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(4));
    await vi.advanceTimersByTimeAsync(0);
    expect([processor.counts.sent, hurry.mock.calls.length]).toEqual([4, 0]);
    end(processor, endedSpans(1));
    await processor.forceFlush();
    expect([processor.counts.sent, hurry.mock.calls.length]).toEqual([5, 1]);
  });

  test('a shutdown of the exporter that hangs does not hang ours', async () => {
    const { exporter } = createInstantExporter();
    exporter.shutdown = () => new Promise(() => {});
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    const ended = processor.shutdown();
    await vi.advanceTimersByTimeAsync(3000);
    await ended;
  });

  test('spans that end afterwards are counted as unsent', async () => {
    const { exporter, batches } = createInstantExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    await processor.shutdown();
    end(processor, endedSpans(2));
    await processor.forceFlush();
    expect(batches).toEqual([]);
    expect(processor.counts).toMatchObject({ ended: 2, unsent: 2 });
  });

  test('a flush does not wait for spans that end during it', async () => {
    const { exporter, batches, answers } = createHeldExporter();
    const processor = createSpanProcessor(CONFIG, exporter, OPTIONS);
    end(processor, endedSpans(2));
    const flushed = processor.forceFlush();
    await vi.advanceTimersByTimeAsync(0);
    end(processor, endedSpans(2));
    answers[0]?.(OK);
    await flushed;
    expect(batches).toHaveLength(1);
    expect(processor.counts.waiting).toBe(2);
  });
});

test('every ended span is sent, lost or waiting, at every moment, whatever happens', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), count: fc.nat(12) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), millis: fc.nat(40_000) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), isOk: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
  );
  const batchConfig = fc.record({
    maxQueueSize: fc.integer({ min: 1, max: 20 }),
    maxExportBatchSize: fc.integer({ min: 1, max: 20 }),
    scheduledDelayMillis: fc.nat(10_000),
    exportTimeoutMillis: fc.integer({ min: 1, max: 30_000 }),
  });
  const span = endedSpan();
  await fc.assert(
    fc.asyncProperty(batchConfig, fc.array(step, { maxLength: 40 }), async (config, steps) => {
      const answers: ((result: ExportResult) => void)[] = [];
      const sizes: number[] = [];
      const exporter: PreparingExporter = {
        makeReady: toReady,
        export(spans, done, ready = []) {
          sizes.push(ready.reduce((sum, { count }) => sum + count, spans.length));
          answers.push(done);
        },
        shutdown: async () => {},
      };
      const processor = createSpanProcessor(config, exporter, OPTIONS);
      let acknowledged = 0;
      for (const next of steps) {
        if (next.do === 'end') for (let i = 0; i < next.count; i += 1) processor.onEnd(span);
        if (next.do === 'wait') await vi.advanceTimersByTimeAsync(next.millis);
        if (next.do === 'flush') void processor.forceFlush();
        if (next.do === 'answer' && answers.length > 0) {
          const before = processor.counts.sent;
          answers.at(-1)?.(next.isOk ? OK : BROKEN);
          await vi.advanceTimersByTimeAsync(0);
          acknowledged += processor.counts.sent - before;
        }
        expectBalanced(processor);
        expect(processor.counts.waiting).toBeLessThanOrEqual(
          config.maxQueueSize + 4 * Math.min(config.maxExportBatchSize, config.maxQueueSize),
        );
      }
      const ended = processor.shutdown();
      await vi.advanceTimersByTimeAsync(3001);
      await ended;
      expectBalanced(processor);
      expect(processor.counts.waiting).toBe(0);
      expect(processor.counts.sent).toBe(acknowledged);
      expect(sizes.every((size) => size <= config.maxExportBatchSize)).toBe(true);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(
        processor.counts.ended - processor.counts.dropped,
      );
    }),
    { numRuns: 150 },
  );
  expect(vi.getTimerCount()).toBe(0);
});
