/**
 * Makes spans say, in words of the collector's X-Ray exporter, what X-Ray should show: works at export, on the copy
 * that goes to X-Ray. Each row of what is shown is a file; `rows.ts` puts them in order.
 */
export { createEnrich, type EnrichmentSettings } from './enrich.ts';
export { createPrepare, type PrepareSpan } from './prepare-span.ts';
