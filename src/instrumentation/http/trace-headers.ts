import { type Context, propagation, type TextMapSetter } from '@opentelemetry/api';
import type { ClientRequest, OutgoingHttpHeaders } from 'node:http';
import type { OutgoingTarget } from './outgoing-target.ts';

/** Headers as Node takes them: an object, `[name, value, …]` or `[[name, value], …]`. */
export type HeaderCarrier = OutgoingHttpHeaders | unknown[];

/** Told of each request that is about to get its trace headers. */
export interface TraceHeaderHook {
  /**
   * They are written into `carrier`, to be sent to `host` (`example.com:443`, `[::1]:8080`).
   *
   * @param removeForwarded removes what the application forwarded of these headers, where the carrier cannot be looked
   * through
   */
  readonly onTraceHeaders: (
    carrier: object,
    host: () => string,
    removeForwarded?: (fields: readonly string[]) => void,
  ) => void;
}

/**
 * Whether the head of a request with these headers is written only when its body begins: until then its headers can be
 * set on the request itself. Node writes it at once for lists of headers, and for one that waits for `100 Continue`.
 */
export function isHeadWrittenLater({ headers }: OutgoingTarget): boolean {
  if (headers === undefined || headers === null) return true;
  if (typeof headers !== 'object' || Array.isArray(headers)) return false;
  for (const name in headers) if (name.length === EXPECT.length && name.toLowerCase() === EXPECT) return false;
  return true;
}

const EXPECT = 'expect';

/** Sets the trace headers of the span in `requestContext` on a request, in place of those that the application forwarded. */
export function setTraceHeaders(
  request: ClientRequest,
  target: OutgoingTarget,
  requestContext: Context,
  { onTraceHeaders }: TraceHeaderHook,
): void {
  onTraceHeaders(
    request,
    () => hostWithPort(target),
    (fields) => {
      for (const name of fields) if (request.hasHeader(name)) request.removeHeader(name);
    },
  );
  propagation.inject(requestContext, request, INTO_REQUEST);
}

const INTO_REQUEST: TextMapSetter<ClientRequest> = {
  set: (request, name, value) => void request.setHeader(name, value),
};

/**
 * A copy of a request's headers, in the form that the application chose, with the trace headers of the span in
 * `requestContext` among them.
 */
export function withTraceHeaders(
  target: OutgoingTarget,
  requestContext: Context,
  { onTraceHeaders }: TraceHeaderHook,
): HeaderCarrier {
  const { headers } = target;
  const carrier: HeaderCarrier = Array.isArray(headers)
    ? [...(headers as unknown[])]
    : { ...(typeof headers === 'object' ? headers : undefined) };
  onTraceHeaders(carrier, () => hostWithPort(target));
  propagation.inject(requestContext, carrier, INTO_HEADERS);
  return carrier;
}

/** Node does not mix its forms: an object, `[name, value, …]`, or `[[name, value], …]`. */
const INTO_HEADERS: TextMapSetter<HeaderCarrier> = {
  set: (carrier, name, value) => {
    if (!Array.isArray(carrier)) carrier[name] = value;
    else if (Array.isArray(carrier[0])) carrier.push([name, value]);
    else carrier.push(name, value);
  },
};

function hostWithPort({ hostname, port }: OutgoingTarget): string {
  return `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}
