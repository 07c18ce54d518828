import { context, ROOT_CONTEXT, TraceFlags } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { BatchConfig } from '../config/config.ts';
import { createLossReport, type LossReport } from './loss-report.ts';
import { startExport, type RunningExport } from './running-export.ts';

/** What became of the sampled spans that ended; `sent + dropped + failed + unsent + waiting` is `ended`, always. */
export interface SpanCounts {
  readonly ended: number;
  /** Acknowledged by the exporter in time. */
  readonly sent: number;
  /** Refused because the queue was full. */
  readonly dropped: number;
  /** Given to the exporter, which failed or did not answer within `exportTimeoutMillis`, or refused by the collector. */
  readonly failed: number;
  /** Still waiting when the shutdown's time was up, or ended after the shutdown began. */
  readonly unsent: number;
  /** In the queue or on their way. */
  readonly waiting: number;
}

/** A span processor that can say what it delivered and what it lost. */
export interface AccountingSpanProcessor extends SpanProcessor {
  readonly counts: SpanCounts;
}

/** What the processor needs besides the limits of the queue. */
export interface SpanProcessorOptions {
  /** The endpoint as shown to the user in reports of lost spans. */
  readonly destination: string;
  /** The longest time in milliseconds that a flush or shutdown may hold the process, and that a shutdown takes. */
  readonly shutdownTimeoutMillis: number;
}

/**
 * The batch processor of the specification (https://opentelemetry.io/docs/specs/otel/trace/sdk/#batching-processor)
 * with exact accounts: one export at a time, timers that hold no process, exports outside of tracing, and lost
 * spans reported at most once a minute. The SDK's own counts queue drops only in a debug message and forgets
 * batches that failed. `forceFlush` and `shutdown` never reject: what they could not deliver is reported.
 */
export function createSpanProcessor(
  config: BatchConfig,
  exporter: SpanExporter,
  options: SpanProcessorOptions,
): AccountingSpanProcessor {
  return new AccountingBatchSpanProcessor(config, exporter, options);
}

class AccountingBatchSpanProcessor implements AccountingSpanProcessor {
  readonly #config: BatchConfig;
  readonly #batchSize: number;
  readonly #exporter: SpanExporter;
  readonly #report: LossReport;
  readonly #shutdownTimeoutMillis: number;
  readonly #counts = { ended: 0, sent: 0, dropped: 0, failed: 0, unsent: 0 };
  #queue: ReadableSpan[] = [];
  #inFlight = 0;
  #exporting: Promise<void> | undefined;
  #running: RunningExport | undefined;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #shutdown: Promise<void> | undefined;
  #isClosed = false;
  #isAbandoned = false;

  constructor(config: BatchConfig, exporter: SpanExporter, options: SpanProcessorOptions) {
    this.#config = config;
    this.#batchSize = Math.min(config.maxExportBatchSize, config.maxQueueSize);
    this.#exporter = exporter;
    this.#shutdownTimeoutMillis = options.shutdownTimeoutMillis;
    this.#report = createLossReport({ destination: options.destination, maxQueueSize: config.maxQueueSize });
  }

  get counts(): SpanCounts {
    return { ...this.#counts, waiting: this.#queue.length + this.#inFlight };
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    this.#counts.ended += 1;
    if (this.#shutdown !== undefined) {
      this.#counts.unsent += 1;
    } else if (this.#queue.length >= this.#config.maxQueueSize) {
      this.#counts.dropped += 1;
      this.#report.addDropped(1);
    } else {
      this.#queue.push(span);
      this.#schedule();
    }
  }

  async forceFlush(): Promise<void> {
    if (this.#shutdown !== undefined) return this.#shutdown;
    // Everything else is unref'd: without this a process at its end would go before its last spans do.
    const hold = setTimeout(() => {}, this.#shutdownTimeoutMillis);
    await this.#drain();
    clearTimeout(hold);
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#drainAndClose();
    return this.#shutdown;
  }

  async #drainAndClose(): Promise<void> {
    let deadline: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => {
      deadline = setTimeout(resolve, this.#shutdownTimeoutMillis);
    });
    this.#report.gather();
    await Promise.race([this.#drain(), timeIsUp]);
    this.#isClosed = true;
    const closing = this.#closeExporter();
    // An export that still runs is ended by this, and then can tell why it had not succeeded.
    if (this.#inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
    this.#abandon();
    this.#report.close();
    await Promise.race([closing, timeIsUp]);
    clearTimeout(deadline);
  }

  async #closeExporter(): Promise<void> {
    try {
      await this.#exporter.shutdown();
    } catch {
      // Every span is accounted for by now: a client that does not close cleanly loses nothing.
    }
  }

  #abandon(): void {
    this.#isAbandoned = true;
    this.#clearSchedule();
    const left = this.#queue.length + this.#inFlight;
    this.#queue = [];
    this.#inFlight = 0;
    this.#running?.cancel();
    this.#counts.unsent += left;
    this.#report.addUnsent(left);
  }

  /** Exports until every span that waits now is settled; spans that end meanwhile do not prolong it. */
  async #drain(): Promise<void> {
    const { sent, failed, waiting } = this.counts;
    const settledThen = sent + failed + waiting;
    while (!this.#isClosed && this.#counts.sent + this.#counts.failed < settledThen) {
      const exporting = this.#exporting ?? this.#exportNext();
      this.#running?.hurry();
      await exporting;
    }
  }

  #schedule(): void {
    if (this.#exporting !== undefined || this.#immediate !== undefined) return;
    const isFull = this.#queue.length >= this.#batchSize;
    if (!isFull && this.#timer !== undefined) return;
    // A timer keeps the context it was made in: not the request's, whose data would live as long.
    context.with(ROOT_CONTEXT, () => {
      // Not here and now: this is the application's request, which should not wait for serialising.
      if (isFull) this.#immediate = setImmediate(() => void this.#exportNext());
      else this.#timer = setTimeout(() => void this.#exportNext(), this.#config.scheduledDelayMillis).unref();
    });
  }

  #clearSchedule(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }

  async #exportNext(): Promise<void> {
    if (this.#exporting !== undefined) return this.#exporting;
    this.#clearSchedule();
    if (this.#queue.length === 0 || this.#isClosed) return;
    const batch = this.#queue.splice(0, this.#batchSize);
    this.#inFlight = batch.length;
    this.#exporting = this.#exportBatch(batch);
    await this.#exporting;
    this.#exporting = undefined;
    if (this.#queue.length > 0 && !this.#isClosed) this.#schedule();
  }

  async #exportBatch(batch: ReadableSpan[]): Promise<void> {
    const { exportTimeoutMillis } = this.#config;
    this.#running = context.with(suppressTracing(ROOT_CONTEXT), () =>
      startExport(this.#exporter, batch, exportTimeoutMillis),
    );
    const result = await this.#running.result;
    if (this.#isAbandoned) return;
    this.#inFlight = 0;
    const failed =
      result.code === ExportResultCode.SUCCESS ? Math.min(result.rejectedSpans ?? 0, batch.length) : batch.length;
    this.#counts.sent += batch.length - failed;
    this.#counts.failed += failed;
    if (failed > 0) this.#report.addFailed(failed, result.error);
  }
}
