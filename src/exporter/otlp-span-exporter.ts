import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { inPieces } from './in-pieces.ts';
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
    // Known to the sender from the start, so that a flush is heard while the request is still being made.
    return toExportResult(await sender.send(encodeInPieces(encoding, spans), timeoutMillis), encoding);
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

/** Serialising is most of what an export costs: a turn of the event loop for each piece keeps requests from waiting. */
async function encodeInPieces(encoding: OtlpEncoding, spans: ReadableSpan[]): Promise<Uint8Array> {
  const encoded: Uint8Array[] = [];
  await inPieces(spans, (piece) => {
    const bytes = encoding.encode(piece);
    if (bytes === undefined) throw new Error('the spans could not be encoded');
    encoded.push(bytes);
  });
  return encoding.join(encoded);
}
