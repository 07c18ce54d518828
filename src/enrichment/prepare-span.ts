import { diag } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createEnrich, type EnrichmentSettings } from './enrich.ts';

/**
 * Makes of a recorded span the enriched copy that goes to X-Ray; of one that must not be sent, because X-Ray would refuse
 * its document for its size or because it cannot be read, the reason. Never throws.
 */
export type PrepareSpan = (span: ReadableSpan) => ReadableSpan | string;

/** Prepares that. */
export function createPrepare(config: EnrichmentSettings): PrepareSpan {
  const enrich = createEnrich(config);
  return (span) => {
    try {
      return enrich(span) ?? 'segment documents over 64 KB';
    } catch (error) {
      // What cannot even be read would fail the serialiser too, and with it the whole batch.
      diag.debug('A span could not be made ready for X-Ray.', error);
      return 'unreadable spans';
    }
  };
}
