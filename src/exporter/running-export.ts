import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** One batch on its way. */
export interface RunningExport {
  /** The exporter's first answer, or a failure when there is none in time. Never rejects. */
  readonly result: Promise<ExportResult>;
  /** Settles the result as a failure now. */
  cancel(): void;
}

/**
 * Exports one batch as soon as the attributes of its resource are known, and waits at most `timeoutMillis` for
 * both. Later answers are ignored; a batch whose resource is not known in time is not sent at all. The timer
 * holds no process.
 */
export function startExport(exporter: SpanExporter, batch: ReadableSpan[], timeoutMillis: number): RunningExport {
  const { promise: result, resolve } = createDeferred<ExportResult>();
  let isSettled = false;
  const settle = (answer: ExportResult) => {
    isSettled = true;
    clearTimeout(timer);
    resolve(answer);
  };
  const fail = (error: unknown) => settle({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) });
  const timer = setTimeout(() => fail(`no answer within ${timeoutMillis} ms`), timeoutMillis).unref();
  waitForResources(batch)
    .then(() => {
      if (!isSettled) exporter.export(batch, settle);
    })
    .catch(fail);
  return { result, cancel: () => fail('given up') };
}

async function waitForResources(batch: readonly ReadableSpan[]): Promise<void> {
  const pending = new Set<ReadableSpan['resource']>();
  for (const { resource } of batch) if (resource.asyncAttributesPending === true) pending.add(resource);
  for (const resource of pending) await resource.waitForAsyncAttributes?.();
}

function createDeferred<T>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}
