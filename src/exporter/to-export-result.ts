import { ExportResultCode } from '@opentelemetry/core';
import type { OtlpAnswer } from './otlp-client.ts';
import type { OtlpEncoding } from './otlp-encoding.ts';
import type { SpanExportResult } from './span-export-result.ts';
import { toError } from './to-error.ts';

/** What a collector's answer says of the batch. */
export function toExportResult(answer: OtlpAnswer, encoding: OtlpEncoding): SpanExportResult {
  if (answer.status !== 'success') return toFailure(answer.error);
  const partial = encoding.readPartialSuccess(answer.body);
  if (partial === undefined) return { code: ExportResultCode.SUCCESS };
  const { rejectedSpans, errorMessage } = partial;
  return { code: ExportResultCode.SUCCESS, rejectedSpans, error: new Error(errorMessage) };
}

/** A batch that was not delivered, and why. */
export function toFailure(error: unknown): SpanExportResult {
  return { code: ExportResultCode.FAILED, error: toError(error) };
}
