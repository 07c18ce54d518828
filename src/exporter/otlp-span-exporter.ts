import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { OtlpClient } from './otlp-client.ts';
import type { OtlpEncoding } from './otlp-encoding.ts';
import { createRetryingSender } from './retrying-sender.ts';
import type { SpanExportResult } from './span-export-result.ts';
import { toExportResult, toFailure } from './to-export-result.ts';

/**
 * An OTLP exporter over the given client. Upstream's exporters are not used because they read the environment
 * again (repeating warnings, adding headers that code had overridden, and failing on illegal ones with their
 * values in the message), because the one for gRPC never repeats, and because nothing ends their requests and
 * waits early: with a dead collector they hold a process for ten seconds.
 *
 * `forceFlush` returns at once; it makes what is being exported give up where nobody listens. `shutdown` ends
 * exports that still run, which then report their last failure.
 */
export function createOtlpSpanExporter(
  client: OtlpClient,
  encoding: OtlpEncoding,
  timeoutMillis: number,
): SpanExporter {
  const sender = createRetryingSender(client);
  const send = async (spans: ReadableSpan[]): Promise<SpanExportResult> => {
    const request = encoding.encode(spans);
    if (request === undefined) return toFailure('the spans could not be encoded');
    return toExportResult(await sender.send(request, timeoutMillis), encoding);
  };
  return {
    // What `done` throws is the processor's fault and must not become the application's unhandled rejection.
    export: (spans, done) =>
      void send(spans)
        .catch(toFailure)
        .then(done)
        .catch(() => {}),
    forceFlush: async () => sender.hurry(),
    shutdown: async () => sender.close(),
  };
}
