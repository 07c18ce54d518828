import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

const MAX_RETRIES = 5;
const FIRST_BACKOFF_MILLIS = 1_000;
const LONGEST_BACKOFF_MILLIS = 5_000;
const BACKOFF_FACTOR = 1.5;
const JITTER = 0.2;

/** Which failures are worth another attempt, and how long all attempts together may take. */
export interface RetryOptions {
  /** Whether the destination may accept the same spans a moment later. */
  isRetryable(error: unknown): boolean;
  /** For all attempts together, in milliseconds. */
  readonly timeoutMillis: number;
  /** The wait before the second attempt, in milliseconds; default 1000. */
  readonly firstBackoffMillis?: number;
}

/**
 * Repeats exports that failed for a passing reason, up to 5 times, waiting 1 s, 1.5 s, … 5 s (± 20 %), the
 * values of the SDK's OTLP/HTTP transport. Its OTLP/gRPC transport does not repeat, although the protocol asks
 * for it (https://opentelemetry.io/docs/specs/otlp/#failures).
 */
export function createRetryingSpanExporter(exporter: SpanExporter, options: RetryOptions): SpanExporter {
  const { firstBackoffMillis = FIRST_BACKOFF_MILLIS } = options;
  return {
    export(spans, done) {
      const attempt = new RetriedExport(exporter, spans, options, done);
      attempt.run(firstBackoffMillis);
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

class RetriedExport {
  readonly #exporter: SpanExporter;
  readonly #spans: ReadableSpan[];
  readonly #options: RetryOptions;
  readonly #done: (result: ExportResult) => void;
  readonly #deadline: number;
  #retriesLeft = MAX_RETRIES;
  #watchdog: NodeJS.Timeout | undefined;
  #isDone = false;

  constructor(exporter: SpanExporter, spans: ReadableSpan[], options: RetryOptions, done: (result: ExportResult) => void) {
    this.#exporter = exporter;
    this.#spans = spans;
    this.#options = options;
    this.#done = done;
    this.#deadline = performance.now() + options.timeoutMillis;
  }

  run(backoffMillis: number): void {
    this.#exporter.export(this.#spans, (result) => {
      if (this.#isDone) return;
      const waitMillis = backoffMillis * (1 + JITTER * (2 * Math.random() - 1));
      if (result.code === ExportResultCode.SUCCESS || !this.#mayRetry(result.error, waitMillis)) return this.#finish(result);
      this.#retriesLeft -= 1;
      // An attempt has the whole time-out as its own deadline: the last one is cut here.
      this.#watchdog ??= setTimeout(() => this.#finish(result), this.#deadline - performance.now()).unref();
      setTimeout(() => this.#runAgain(result, backoffMillis), waitMillis).unref();
    });
  }

  #runAgain(lastResult: ExportResult, backoffMillis: number): void {
    if (this.#isDone) return;
    try {
      this.run(Math.min(backoffMillis * BACKOFF_FACTOR, LONGEST_BACKOFF_MILLIS));
    } catch {
      // An exporter that throws on a timer would end the process; the failure before it is the one to report.
      this.#finish(lastResult);
    }
  }

  #mayRetry(error: unknown, waitMillis: number): boolean {
    return this.#retriesLeft > 0 && this.#options.isRetryable(error) && performance.now() + waitMillis < this.#deadline;
  }

  #finish(result: ExportResult): void {
    if (this.#isDone) return;
    this.#isDone = true;
    clearTimeout(this.#watchdog);
    this.#done(result);
  }
}
