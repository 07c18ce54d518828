import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpClient } from './otlp-client.ts';
import type { OtlpEncoding } from './otlp-encoding.ts';
import {
  countWithheld,
  createMakeReady,
  joinReady,
  type PreparingExporter,
  type PrepareSpan,
  type ReadySpans,
} from './ready-spans.ts';
import { createRetryingSender } from './retrying-sender.ts';
import type { SpanExportResult } from './span-export-result.ts';
import { toExportResult, toFailure } from './to-export-result.ts';
import { beginTurn, nextTurn } from './turns.ts';

/** How long spans of a batch are made ready in one turn of the event loop; what is begun then is finished. */
const TURN_MILLIS = 1;

/** What an OTLP exporter is given by the distribution. */
export interface OtlpExporterSurroundings {
  /** Put before upstream's own, such as `otel-xray/0.1.0`. */
  readonly userAgent: string;
  /** Loads what makes spans ready for X-Ray. */
  readonly createPrepare: () => PrepareSpan;
}

/** What an OTLP exporter is made of. */
export interface OtlpExporterParts {
  readonly client: OtlpClient;
  readonly encoding: OtlpEncoding;
  /** The longest time that an export may take, all attempts together. */
  readonly timeoutMillis: number;
  readonly prepare: PrepareSpan;
}

/**
 * An OTLP exporter over the given client. Upstream's exporters are not used because they read the environment
 * again (repeating warnings, adding headers that code had overridden, and failing on illegal ones with their
 * values in the message), because the one for gRPC never repeats, and because nothing ends their requests and
 * waits early: with a dead collector they hold a process for ten seconds.
 *
 * Spans are made ready and encoded in pieces, each in a turn of the event loop.
 *
 * `forceFlush` returns at once; it makes what is being exported give up where nobody listens. `shutdown` ends
 * exports that still run, which then report their last failure.
 */
export function createOtlpSpanExporter(parts: OtlpExporterParts): PreparingExporter {
  const { client, encoding, timeoutMillis, prepare } = parts;
  const sender = createRetryingSender(client);
  const makeReady = createMakeReady(prepare, encoding);
  const send = async (spans: ReadableSpan[], ready: readonly ReadySpans[]): Promise<SpanExportResult> => {
    const pieces = [...ready];
    const createRequest = async (): Promise<Uint8Array | undefined> => {
      for (let done = 0; done < spans.length;) {
        if (done > 0) await nextTurn();
        const piece = makeReady(done === 0 ? spans : spans.slice(done), beginTurn(TURN_MILLIS));
        pieces.push(piece);
        done += piece.count;
      }
      if (spans.length > 0) await nextTurn();
      const request = joinReady(pieces, encoding);
      // What its client does with the first request of a process, and that is to connect, has a turn of its own.
      if (spans.length > 0) await nextTurn();
      return request;
    };
    // Known to the sender from the start, so that a flush is heard while the request is still being made.
    const answer = await sender.send(createRequest(), timeoutMillis);
    const result = answer === undefined ? { code: ExportResultCode.SUCCESS } : toExportResult(answer, encoding);
    return countWithheld(result, pieces);
  };
  return {
    makeReady,
    // What `done` throws is the processor's fault and must not become the application's unhandled rejection.
    export: (spans, done, ready = []) =>
      void send(spans, ready)
        .catch(toFailure)
        .then(done)
        .catch(() => {}),
    forceFlush: async () => sender.hurry(),
    shutdown: async () => sender.close(),
  };
}
