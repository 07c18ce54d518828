import { diag, trace } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { removeForwardedFromUndici } from './forwarded-headers.ts';
import type { UndiciHeaders } from './forwarded-headers.ts';
import { noteOutgoingRequest } from './outgoing-request.ts';

/** What is read of a request in `undici:request:create`. */
export interface UndiciRequest extends UndiciHeaders {
  readonly origin?: unknown;
}

/**
 * For the `requestHook` of the undici instrumentation (fetch and undici), which is called with the span just before
 * trace headers are written into an empty object and then added to the request. So that exactly one of each goes out,
 * the note removes those that the application forwarded as soon as ours are written. Never throws.
 */
export function noteUndiciRequest(span: Span, request: UndiciRequest): void {
  noteOutgoingRequest({
    host: () => hostOf(request),
    isInjection: (context) => trace.getSpan(context) === span,
    removeForwarded: (fields) => removeForwardedFromUndici(request, fields),
  });
}

function hostOf({ origin }: UndiciRequest): string | undefined {
  try {
    const url = new URL(String(origin));
    return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
  } catch (error) {
    diag.debug('The host of an outgoing request is not known.', error);
    return undefined;
  }
}
