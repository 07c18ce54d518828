import { diag } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { createEnrich, type Enrich, type EnrichmentSettings } from './enrich.ts';

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
      const batch = enrichAll(spans, enrich);
      if (batch.withheld === 0) exporter.export(batch.spans, done);
      else if (batch.spans.length === 0) done(countWithheld({ code: ExportResultCode.SUCCESS }, batch));
      else exporter.export(batch.spans, (result) => done(countWithheld(result, batch)));
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

interface EnrichedBatch {
  readonly spans: ReadableSpan[];
  withheld: number;
  reason: string;
}

function enrichAll(spans: readonly ReadableSpan[], enrich: Enrich): EnrichedBatch {
  const batch: EnrichedBatch = { spans: [], withheld: 0, reason: '' };
  for (const span of spans) {
    try {
      const enriched = enrich(span);
      if (enriched === undefined) withhold(batch, 'segment documents over 64 KB');
      else batch.spans.push(enriched);
    } catch (error) {
      // What cannot even be read would fail the serialiser too, and with it the whole batch.
      diag.debug('A span could not be made ready for X-Ray.', error);
      withhold(batch, 'unreadable spans');
    }
  }
  return batch;
}

function withhold(batch: EnrichedBatch, reason: string): void {
  batch.withheld += 1;
  batch.reason = reason;
}

function countWithheld(result: CountedResult, { withheld, reason }: EnrichedBatch): CountedResult {
  if (result.code !== ExportResultCode.SUCCESS) return result;
  const rejectedSpans = (result.rejectedSpans ?? 0) + withheld;
  return { ...result, rejectedSpans, error: result.error ?? new Error(reason) };
}
