import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';

/** The least status that is an error for the side that the span stands for. */
export const ERROR_STATUS = { client: 400, server: 500 } as const;

/**
 * Records the status of an answer: an error for a client from 400 on, for a server from 500 on.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status
 */
export function recordStatus(span: Span, side: keyof typeof ERROR_STATUS, status: number): void {
  span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
  if (status < ERROR_STATUS[side]) return;
  span.setAttribute(ATTR_ERROR_TYPE, String(status));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Records what made a request fail: as exception, as `error.type` (its code, such as `ECONNREFUSED`) and as status. */
export function recordFailure(span: Span, error: unknown): void {
  if (!(error instanceof Error)) {
    span.setAttribute(ATTR_ERROR_TYPE, typeof error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    return;
  }
  span.setAttribute(ATTR_ERROR_TYPE, errorType(error));
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.recordException(error);
}

function errorType(error: Error & { readonly code?: unknown }): string {
  return typeof error.code === 'string' && error.code !== '' ? error.code : error.name;
}
