import { asInteger } from './read-attribute.ts';
import type { SpanRecord } from './span.ts';

/** Whose failure a span was, if any. */
export interface Status {
  readonly fault: boolean;
  readonly error: boolean;
  readonly throttle: boolean;
}

/** The HTTP status decides where it says failure; otherwise the span's own status does. */
export function makeStatus({ attributes, status }: SpanRecord): Status {
  const old = attributes['http.status_code'];
  const code = asInteger(old === undefined ? attributes['http.response.status_code'] : old);
  if (code >= 400n && code <= 499n) return { fault: false, error: true, throttle: code === 429n };
  const fault = (code >= 500n && code <= 599n) || status.code === 'error';
  return { fault, error: false, throttle: false };
}
