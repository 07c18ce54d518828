import { diag } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { createEnrich, type EnrichmentSettings } from './enrich.ts';

/** An export's result that may also say how many of its spans were not sent. */
interface CountedResult extends ExportResult {
  readonly rejectedSpans?: number;
}

/**
 * Puts the enrichment before an exporter whose spans go to X-Ray: it gets enriched copies, the application's own
 * exporters are not concerned. Spans whose documents X-Ray would refuse for their size are not sent; the result counts
 * them as `rejectedSpans` with an `error` that says why. Never throws.
 */
export function createEnrichingExporter(exporter: SpanExporter, config: EnrichmentSettings): SpanExporter {
  const enrich = createEnrich(config);
  return {
    export: (spans, done) => {
      const enriched = spans.map((span) => enrichSafely(span)).filter((span) => span !== undefined);
      const withheld = spans.length - enriched.length;
      if (withheld === 0) exporter.export(enriched, done);
      else if (enriched.length === 0) done(withWithheld({ code: ExportResultCode.SUCCESS }, withheld));
      else exporter.export(enriched, (result) => done(withWithheld(result, withheld)));
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };

  function enrichSafely(span: ReadableSpan): ReadableSpan | undefined {
    try {
      return enrich(span);
    } catch (error) {
      // What cannot even be read would fail the serialiser too, and with it the whole batch.
      diag.debug(`A span could not be made ready for X-Ray: ${String(error)}. It is not sent.`);
      return undefined;
    }
  }
}

function withWithheld(result: CountedResult, withheld: number): CountedResult {
  if (result.code !== ExportResultCode.SUCCESS) return result;
  const rejectedSpans = (result.rejectedSpans ?? 0) + withheld;
  return { ...result, rejectedSpans, error: result.error ?? new Error('segment documents over 64 KB') };
}
