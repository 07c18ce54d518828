import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { PreparingExporter } from './ready-spans.ts';
import type { SpanBatch } from './span-queue.ts';
import type { SpanExportResult } from './span-export-result.ts';
import { toError } from './to-error.ts';

/** One batch on its way. */
export interface RunningExport {
  /** The exporter's first answer, or a failure when there is none in time. Never rejects. */
  readonly result: Promise<SpanExportResult>;
  /** Somebody waits: the exporter is told so by its `forceFlush`, now or as soon as it has the batch. */
  hurry(): void;
  /** Settles the result as a failure now. */
  cancel(): void;
}

/**
 * Exports one batch as soon as the attributes of its resource are known, and waits at most `timeoutMillis` for
 * both. Later answers are ignored; a batch whose resource is not known in time is not sent at all. The timer
 * holds no process.
 */
export function startExport(
  exporter: PreparingExporter,
  { ready, spans }: SpanBatch,
  timeoutMillis: number,
): RunningExport {
  const { promise: result, resolve } = createDeferred<SpanExportResult>();
  let isSettled = false;
  let isHandedOver = false;
  let isUrgent = false;
  const settle = (answer: SpanExportResult) => {
    isSettled = true;
    clearTimeout(timer);
    resolve(answer);
  };
  const fail = (error: unknown) => settle({ code: ExportResultCode.FAILED, error: toError(error) });
  const timer = setTimeout(() => fail(`no answer within ${timeoutMillis} ms`), timeoutMillis).unref();
  const handOver = () => {
    if (isSettled) return;
    exporter.export(spans, settle, ready);
    isHandedOver = true;
    if (isUrgent) void flush(exporter);
  };
  waitForResources(spans).then(handOver).catch(fail);
  return {
    result,
    hurry() {
      isUrgent = true;
      if (isHandedOver && !isSettled) void flush(exporter);
    },
    cancel: () => fail('given up'),
  };
}

async function waitForResources(spans: readonly ReadableSpan[]): Promise<void> {
  const pending = new Set<ReadableSpan['resource']>();
  for (const { resource } of spans) if (resource.asyncAttributesPending === true) pending.add(resource);
  for (const resource of pending) await resource.waitForAsyncAttributes?.();
}

async function flush(exporter: SpanExporter): Promise<void> {
  try {
    await exporter.forceFlush?.();
  } catch {
    // A hint only: the export that it hints at answers for itself.
  }
}

function createDeferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}
