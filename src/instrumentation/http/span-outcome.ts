import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/, not yet stable. */
const ATTR_HTTP_RESPONSE_BODY_SIZE = 'http.response.body.size';

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

/** Records the size of an answer's body in bytes, as it went over the wire, where it is known. */
export function recordBodySize(span: Span, bytes: number | undefined): void {
  if (bytes !== undefined) span.setAttribute(ATTR_HTTP_RESPONSE_BODY_SIZE, bytes);
}

/** Records what made a request fail: as exception, as `error.type` (its code, such as `ECONNREFUSED`) and as status. */
export function recordFailure(span: Span, error: unknown): void {
  span.setAttribute(ATTR_ERROR_TYPE, errorType(error));
  if (!(error instanceof Error)) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    return;
  }
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.recordException(error);
}

/** What `error.type` says of something that was thrown: its code, else its name. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && code !== '' ? code : error.name;
}
