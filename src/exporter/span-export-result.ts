import type { ExportResult } from '@opentelemetry/core';

/** An export's result that may also say how many spans of a successful request the collector refused, `error` why. */
export interface SpanExportResult extends ExportResult {
  readonly rejectedSpans?: number;
}
