import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { PreparingExporter, ReadySpans } from './ready-spans.ts';
import { toError } from './to-error.ts';

/**
 * An exporter that is loaded by its first export, so that its client costs nothing at the start of the
 * process. What `load` rejects with becomes the failure of every export.
 */
export function createLazySpanExporter(load: () => Promise<PreparingExporter>): PreparingExporter {
  let loading: Promise<PreparingExporter> | undefined;
  let loaded: PreparingExporter | undefined;
  const exportLoaded = async (
    spans: ReadableSpan[],
    done: (result: ExportResult) => void,
    ready: readonly ReadySpans[] | undefined,
  ) => {
    try {
      loading ??= load();
      loaded = await loading;
      loaded.export(spans, done, ready);
    } catch (error) {
      done({ code: ExportResultCode.FAILED, error: toError(error) });
    }
  };
  return {
    makeReady: (spans, isTurnOver) => loaded?.makeReady?.(spans, isTurnOver),
    export: (spans, done, ready) => void exportLoaded(spans, done, ready),
    // A client that could not be loaded has nothing to flush or close; its exports have told why.
    forceFlush: async () => (await loading?.catch(() => undefined))?.forceFlush?.(),
    shutdown: async () => (await loading?.catch(() => undefined))?.shutdown(),
  };
}
