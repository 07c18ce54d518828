import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { toError } from './to-error.ts';

/**
 * An exporter that is loaded by its first export, so that its client costs nothing at the start of the
 * process. What `load` rejects with becomes the failure of every export.
 */
export function createLazySpanExporter(load: () => Promise<SpanExporter>): SpanExporter {
  let loading: Promise<SpanExporter> | undefined;
  const exportLoaded = async (spans: ReadableSpan[], done: (result: ExportResult) => void) => {
    try {
      loading ??= load();
      (await loading).export(spans, done);
    } catch (error) {
      done({ code: ExportResultCode.FAILED, error: toError(error) });
    }
  };
  return {
    export: (spans, done) => void exportLoaded(spans, done),
    // A client that could not be loaded has nothing to flush or close; its exports have told why.
    forceFlush: async () => (await loading?.catch(() => undefined))?.forceFlush?.(),
    shutdown: async () => (await loading?.catch(() => undefined))?.shutdown(),
  };
}
