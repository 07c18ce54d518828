import type { Context, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { removeForwardedHeaders } from './forwarded-headers.ts';
import type { OutgoingRequest } from './outgoing-request.ts';

/**
 * Writes a propagator's headers so that exactly one of each is in the carrier: those that the application forwarded,
 * in whatever case, are removed first, with all fields of the propagator, since a `tracestate` belongs to its
 * `traceparent`. Where the propagator has nothing to write, the application's own headers stay.
 */
export function injectOnce(
  propagator: TextMapPropagator,
  context: Context,
  carrier: unknown,
  setter: TextMapSetter,
  request: OutgoingRequest | undefined,
): void {
  const written: Written = [];
  propagator.inject(context, written, INTO_LIST);
  if (written.length === 0) return;
  const fields = propagator.fields();
  if (request?.removeForwarded === undefined) removeForwardedHeaders(carrier, fields);
  else request.removeForwarded(fields);
  for (const { name, value } of written) setter.set(carrier, name, value);
}

type Written = { readonly name: string; readonly value: string }[];

const INTO_LIST: TextMapSetter<Written> = {
  set: (written, name, value) => {
    written.push({ name, value });
  },
};
