import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from './otlp-encoding.ts';
import type { SpanExportResult } from './span-export-result.ts';

/** Spans that were made ready for X-Ray and encoded: a piece of a request. */
export interface ReadySpans {
  /** How many spans this was made of. */
  readonly count: number;
  /** Undefined where all were withheld. */
  readonly bytes: Uint8Array | undefined;
  readonly withheldCount: number;
  /** Why spans were withheld. */
  readonly reason: Error | undefined;
}

/**
 * Makes some spans ready, here and now.
 *
 * @throws where they cannot be encoded
 */
export type MakeReady = (spans: ReadableSpan[]) => ReadySpans;

/** Puts before an exporter what makes spans ready for X-Ray, and is done with them when its `export` returns. */
export type Prepare = (exporter: SpanExporter) => SpanExporter;

/** An exporter that can make spans ready before the batch that they will be part of. */
export interface PreparingExporter extends SpanExporter {
  /** As {@link MakeReady}; undefined while the exporter is not loaded. */
  makeReady?(spans: ReadableSpan[]): ReadySpans | undefined;
  /** `ready` holds spans of the batch that are before the others. */
  export(spans: ReadableSpan[], done: (result: ExportResult) => void, ready?: readonly ReadySpans[]): void;
}

/** Prepares, then encodes. */
export function createMakeReady(prepare: Prepare, encoding: OtlpEncoding): MakeReady {
  let prepared: ReadableSpan[] = [];
  const preparing = prepare({
    export: (spans, done) => {
      prepared = spans;
      done({ code: ExportResultCode.SUCCESS });
    },
    shutdown: () => Promise.resolve(),
  });
  return (spans) => {
    let result: SpanExportResult = { code: ExportResultCode.SUCCESS };
    prepared = [];
    preparing.export(spans, (given) => (result = given));
    const bytes = prepared.length === 0 ? undefined : encoding.encode(prepared);
    if (bytes === undefined && prepared.length > 0) throw new Error('the spans could not be encoded');
    prepared = [];
    return { count: spans.length, bytes, withheldCount: result.rejectedSpans ?? 0, reason: result.error };
  };
}

/** One request of all, in their order; undefined where nothing is left to send. */
export function joinReady(pieces: readonly ReadySpans[], encoding: OtlpEncoding): Uint8Array | undefined {
  const requests = pieces.map(({ bytes }) => bytes).filter((bytes) => bytes !== undefined);
  return requests.length === 0 ? undefined : encoding.join(requests);
}

/** The result of an export in which what was withheld counts as rejected; what the collector refuses gives the reason. */
export function countWithheld(result: SpanExportResult, pieces: readonly ReadySpans[]): SpanExportResult {
  if (result.code !== ExportResultCode.SUCCESS) return result;
  const withheldCount = pieces.reduce((count, piece) => count + piece.withheldCount, 0);
  if (withheldCount === 0) return result;
  const error = result.error ?? pieces.findLast(({ reason }) => reason !== undefined)?.reason;
  return {
    ...result,
    rejectedSpans: (result.rejectedSpans ?? 0) + withheldCount,
    ...(error !== undefined && { error }),
  };
}
