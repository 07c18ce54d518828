import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { inPieces } from './in-pieces.ts';
import type { SpanExportResult } from './span-export-result.ts';
import { toError } from './to-error.ts';

/**
 * An exporter that makes spans ready piece by piece, a turn of the event loop for each, and hands them on together: a
 * whole batch at once would hold up the application's requests.
 *
 * @param prepare puts before an exporter what makes spans ready and is done when its `export` returns
 */
export function createPacedExporter(
  exporter: SpanExporter,
  prepare: (exporter: SpanExporter) => SpanExporter,
): SpanExporter {
  let ready: ReadableSpan[] = [];
  let preparingCount = 0;
  let isHurried = false;
  const prepared = prepare({
    export: (spans, done) => {
      ready.push(...spans);
      done({ code: ExportResultCode.SUCCESS });
    },
    shutdown: () => Promise.resolve(),
  });
  const exportPaced = async (spans: readonly ReadableSpan[]): Promise<SpanExportResult> => {
    const own: ReadableSpan[] = [];
    const withheld: Withheld = { rejectedSpans: 0 };
    preparingCount += 1;
    try {
      await inPieces(spans, (piece) => {
        ready = own;
        prepared.export(piece, (result) => addWithheld(withheld, result));
      });
    } finally {
      preparingCount -= 1;
    }
    if (own.length === 0) return { code: ExportResultCode.SUCCESS, ...withheld };
    const exporting = new Promise<SpanExportResult>((resolve) => {
      exporter.export(own, resolve);
    });
    if (isHurried) void exporter.forceFlush?.();
    isHurried = false;
    const result = await exporting;
    return withheld.rejectedSpans === 0 ? result : countWithheld(result, withheld);
  };
  return {
    // What `done` throws is the processor's fault and must not become the application's unhandled rejection.
    export: (spans, done) =>
      void exportPaced(spans)
        .catch((error: unknown) => ({ code: ExportResultCode.FAILED, error: toError(error) }))
        .then(done)
        .catch(() => {}),
    forceFlush: async () => {
      // It is also for what has not come to the exporter yet.
      isHurried = preparingCount > 0;
      await exporter.forceFlush?.();
    },
    shutdown: () => exporter.shutdown(),
  };
}

interface Withheld {
  rejectedSpans: number;
  error?: Error;
}

function addWithheld(
  withheld: Withheld,
  { rejectedSpans = 0, error }: ExportResult & { rejectedSpans?: number },
): void {
  withheld.rejectedSpans += rejectedSpans;
  if (error !== undefined) withheld.error = error;
}

function countWithheld(result: SpanExportResult, { rejectedSpans, error }: Withheld): SpanExportResult {
  if (result.code !== ExportResultCode.SUCCESS) return result;
  const told = result.error ?? error;
  return {
    ...result,
    rejectedSpans: (result.rejectedSpans ?? 0) + rejectedSpans,
    ...(told !== undefined && { error: told }),
  };
}
