import { type Context, propagation, type TextMapSetter } from '@opentelemetry/api';
import type { OutgoingHttpHeaders } from 'node:http';
import type { OutgoingTarget } from './outgoing-target.ts';

/** Headers as Node takes them: an object, `[name, value, …]` or `[[name, value], …]`. */
export type HeaderCarrier = OutgoingHttpHeaders | unknown[];

/**
 * A copy of a request's headers, in the form that the application chose, with the trace headers of the span in
 * `requestContext` among them.
 */
export function withTraceHeaders(
  target: OutgoingTarget,
  requestContext: Context,
  { onTraceHeaders }: { readonly onTraceHeaders: (carrier: object, host: () => string) => void },
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
