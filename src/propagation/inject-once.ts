import type { Context, TextMapSetter } from '@opentelemetry/api';
import { removeForwardedHeaders } from './forwarded-headers.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { TraceWriter } from './trace-writer.ts';

/** A propagator and the headers that it may write. */
export interface Writer {
  readonly propagator: TraceWriter;
  readonly fields: readonly string[];
}

/**
 * Writes a propagator's headers so that exactly one of each is in the carrier: those that the application forwarded,
 * in whatever case, are removed first, with all fields of the propagator, since a `tracestate` belongs to its
 * `traceparent`. Where the propagator has nothing to write, the application's own headers stay.
 */
export function injectOnce(
  { propagator, fields }: Writer,
  context: Context,
  carrier: unknown,
  setter: TextMapSetter,
  request: OutgoingRequest | undefined,
): void {
  let isFirst = true;
  propagator.inject(context, carrier, {
    set: (_carrier, name, value) => {
      if (isFirst) {
        isFirst = false;
        if (request?.removeForwarded === undefined) removeForwardedHeaders(carrier, fields);
        else request.removeForwarded(fields);
      }
      setter.set(carrier, name, value);
    },
  });
}
