import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { EncodedSpans, OtlpEncoding } from './otlp-encoding.ts';
import type { SpanExportResult } from './span-export-result.ts';
import type { IsTurnOver } from './turns.ts';

/** Spans that were made ready for X-Ray and encoded: a piece of a request. */
export interface ReadySpans {
  /** How many spans this was made of. */
  readonly count: number;
  /** Empty where all were withheld. */
  readonly encoded: readonly EncodedSpans[];
  readonly withheldCount: number;
  /** Why spans were withheld. */
  readonly reason: Error | undefined;
}

/** Makes of a span the one that goes to X-Ray; of one that cannot go there, the reason. Never throws. */
export type PrepareSpan = (span: ReadableSpan) => ReadableSpan | string;

/**
 * Makes the first of some spans ready, here and now: one at least, and no further one when the turn is over.
 *
 * @throws where they cannot be encoded
 */
export type MakeReady = (spans: readonly ReadableSpan[], isTurnOver?: IsTurnOver) => ReadySpans;

/** An exporter that can make spans ready before the batch that they will be part of. */
export interface PreparingExporter extends SpanExporter {
  /** As {@link MakeReady}; undefined while the exporter is not loaded. */
  makeReady?(spans: readonly ReadableSpan[], isTurnOver?: IsTurnOver): ReadySpans | undefined;
  /** `ready` holds spans of the batch that are before the others. */
  export(spans: ReadableSpan[], done: (result: ExportResult) => void, ready?: readonly ReadySpans[]): void;
}

/** Prepares, then encodes. */
export function createMakeReady(prepare: PrepareSpan, encoding: OtlpEncoding): MakeReady {
  return (spans, isTurnOver = () => false) => {
    const prepared: ReadableSpan[] = [];
    let count = 0;
    let reason = '';
    for (const span of spans) {
      const result = prepare(span);
      if (typeof result === 'string') reason = result;
      else prepared.push(result);
      count += 1;
      if (isTurnOver()) break;
    }
    return {
      count,
      encoded: prepared.length === 0 ? [] : encoding.encode(prepared),
      withheldCount: count - prepared.length,
      reason: reason === '' ? undefined : new Error(reason),
    };
  };
}

/** One request of all, in their order; undefined where nothing is left to send. */
export function joinReady(pieces: readonly ReadySpans[], encoding: OtlpEncoding): Uint8Array | undefined {
  const encoded = pieces.flatMap((piece) => piece.encoded);
  return encoded.length === 0 ? undefined : encoding.join(encoded);
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
