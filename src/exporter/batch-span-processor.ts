import { context, ROOT_CONTEXT, TraceFlags } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { BatchConfig } from '../config/config.ts';
import type { AccountingSpanProcessor, SpanCounts, SpanProcessorOptions } from './accounting-span-processor.ts';
import { createLossReport, type LossReport } from './loss-report.ts';
import type { PreparingExporter } from './ready-spans.ts';
import { startExport, type RunningExport } from './running-export.ts';
import type { SpanExportResult } from './span-export-result.ts';
import { type SpanBatch, SpanQueue } from './span-queue.ts';
import { toFailure } from './to-export-result.ts';
import { beginTurn, type IsTurnOver } from './turns.ts';

/**
 * The batch processor of the specification (https://opentelemetry.io/docs/specs/otel/trace/sdk/#batching-processor)
 * with exact accounts: one export at a time, and up to {@link MAX_EXPORTS} on their way while whole batches wait behind a
 * collector that takes them; timers that hold no process, exports outside of tracing, and lost
 * spans reported at most once a minute. The SDK's own counts queue drops only in a debug message and forgets
 * batches that failed. Spans are made ready in pieces soon after they ended, a piece in a turn of the event loop, once
 * the exporter is loaded: a batch at once would hold up the application's requests, and would keep all that its spans
 * hold until then. `forceFlush` and `shutdown` never reject: what they could not deliver is reported.
 */
export function createSpanProcessor(
  config: BatchConfig,
  exporter: PreparingExporter,
  options: SpanProcessorOptions,
): AccountingSpanProcessor {
  return new AccountingBatchSpanProcessor(config, exporter, options);
}

/** One collector's answer takes as long as a network does; a service at its limit ends more than a batch meanwhile. */
const MAX_EXPORTS = 4;

/** How long spans are made ready in one turn of the event loop; what is begun then is finished. */
const TURN_MILLIS = 0.5;

/** What exporting does is no part of any trace. */
const UNTRACED = suppressTracing(ROOT_CONTEXT);

/** So many spans are waited for, and become one piece where there is time. */
const PIECE_SIZE = 24;

interface Export {
  readonly batch: SpanBatch;
  /** How many spans had left the queue before these. */
  readonly first: number;
  readonly running: RunningExport;
  readonly settled: Promise<void>;
}

class AccountingBatchSpanProcessor implements AccountingSpanProcessor {
  readonly #config: BatchConfig;
  readonly #batchSize: number;
  readonly #pieceSize: number;
  readonly #exporter: PreparingExporter;
  readonly #report: LossReport;
  readonly #shutdownTimeoutMillis: number;
  readonly #exportSynchronously: (exportAll: () => void) => void;
  readonly #counts = { ended: 0, sent: 0, dropped: 0, failed: 0, unsent: 0 };
  readonly #queue = new SpanQueue();
  /** On their way, in their order. */
  readonly #exports = new Set<Export>();
  /** Whether the last answer was a success: a collector in trouble is asked one batch at a time. */
  #isTaking = false;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #preparing: NodeJS.Immediate | undefined;
  #shutdown: Promise<void> | undefined;
  #isClosed = false;

  constructor(config: BatchConfig, exporter: PreparingExporter, options: SpanProcessorOptions) {
    this.#config = config;
    this.#batchSize = Math.min(config.maxExportBatchSize, config.maxQueueSize);
    this.#pieceSize = Math.min(PIECE_SIZE, this.#batchSize);
    this.#exporter = exporter;
    this.#shutdownTimeoutMillis = options.shutdownTimeoutMillis;
    this.#exportSynchronously = options.exportSynchronously ?? ((exportAll) => exportAll());
    this.#report = createLossReport({ destination: options.destination, maxQueueSize: config.maxQueueSize });
  }

  get counts(): SpanCounts {
    return { ...this.#counts, waiting: this.#queue.length + this.#countInFlight() };
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
      this.#queue.add(span);
      this.#schedule();
      this.#schedulePreparing();
    }
  }

  async forceFlush(): Promise<void> {
    if (this.#shutdown !== undefined) return this.#shutdown;
    // Everything else is unref'd: without this a process at its end would go before its last spans do.
    const hold = setTimeout(() => {}, this.#shutdownTimeoutMillis);
    await this.#drain();
    clearTimeout(hold);
  }

  flushSoon(): void {
    if (this.#exports.size === 0) this.#exportNext();
  }

  handOver(): void {
    const left = new Set(this.#takeAll());
    if (left.size === 0) return this.#report.close();
    this.#report.gather();
    try {
      this.#exportSynchronously(() => {
        for (const batch of left) {
          const done = (result: SpanExportResult): void => {
            if (left.delete(batch)) this.#settle(batch.count, result);
          };
          this.#exporter.export(batch.spans, done, batch.ready);
        }
      });
    } catch {
      // Threads are denied here. What has not left is counted.
    }
    this.#giveUp(left);
    this.#report.close();
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
    if (this.#exports.size > 0) await new Promise((resolve) => setImmediate(resolve));
    this.#giveUp(this.#takeAll());
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

  /** Everything that is not settled, the oldest first. Nothing waits afterwards, and what is on its way is no longer heard. */
  #takeAll(): SpanBatch[] {
    this.#clearSchedule();
    clearImmediate(this.#preparing);
    const running = [...this.#exports];
    this.#exports.clear();
    for (const each of running) each.running.cancel();
    const batches = running.map(({ batch }) => batch);
    while (this.#queue.length > 0) batches.push(this.#queue.take(this.#batchSize));
    return batches;
  }

  #countInFlight(): number {
    let count = 0;
    for (const { batch } of this.#exports) count += batch.count;
    return count;
  }

  #giveUp(batches: Iterable<SpanBatch>): void {
    for (const { count } of batches) {
      this.#counts.unsent += count;
      this.#report.addUnsent(count);
    }
  }

  /** Exports until every span that waits now is settled; spans that end meanwhile do not prolong it. */
  async #drain(): Promise<void> {
    const end = this.#queue.taken + this.#queue.length;
    while (!this.#isClosed) {
      while (this.#queue.taken < end && this.#exports.size < this.#maxExports()) this.#exportNext();
      const awaited = [...this.#exports].filter(({ first }) => first < end);
      if (awaited.length === 0) return;
      for (const { running } of awaited) running.hurry();
      await Promise.race(awaited.map(({ settled }) => settled));
    }
  }

  #maxExports(): number {
    return this.#isTaking ? MAX_EXPORTS : 1;
  }

  #schedule(): void {
    const isFull = this.#queue.length >= this.#batchSize;
    if (this.#immediate !== undefined || this.#exports.size >= (isFull ? this.#maxExports() : 1)) return;
    if (!isFull && this.#timer !== undefined) return;
    // A timer keeps the context it was made in: not the request's, whose data would live as long.
    context.with(ROOT_CONTEXT, () => {
      // Not here and now: this is the application's request, which should not wait for serialising.
      if (isFull) this.#immediate = setImmediate(() => this.#exportNext());
      else this.#timer = setTimeout(() => this.#exportNext(), this.#config.scheduledDelayMillis).unref();
    });
  }

  #schedulePreparing(): void {
    if (this.#preparing !== undefined || !this.#hasPiece()) return;
    this.#preparing = context.with(ROOT_CONTEXT, () => setImmediate(() => this.#prepare()));
  }

  #prepare(): void {
    this.#preparing = undefined;
    const isTurnOver = beginTurn(TURN_MILLIS);
    while (this.#hasPiece()) {
      // The next span that ends tries again.
      if (!this.#prepareNext(isTurnOver)) return;
      if (isTurnOver()) return this.#schedulePreparing();
    }
  }

  /** Only for a collector that takes spans: what may be lost is not worth the work, and the exporter is loaded then. */
  #hasPiece(): boolean {
    return this.#isTaking && this.#queue.unreadyLength >= this.#pieceSize && this.#exporter.makeReady !== undefined;
  }

  /** False where no spans can be made ready now. */
  #prepareNext(isTurnOver: IsTurnOver): boolean {
    const spans = this.#queue.unready(this.#pieceSize);
    try {
      if (spans.length === 0) return false;
      const ready = context.with(UNTRACED, () => this.#exporter.makeReady?.(spans, isTurnOver));
      if (ready === undefined) return false;
      this.#queue.replace(ready);
    } catch (error) {
      this.#queue.discard(spans.length);
      this.#settle(spans.length, toFailure(error));
    }
    return true;
  }

  #clearSchedule(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }

  #exportNext(): void {
    this.#clearSchedule();
    if (this.#queue.length === 0 || this.#isClosed) return;
    const first = this.#queue.taken;
    const batch = this.#queue.take(this.#batchSize);
    const { exportTimeoutMillis } = this.#config;
    const running = context.with(UNTRACED, () => startExport(this.#exporter, batch, exportTimeoutMillis));
    const settled = running.result.then((result) => {
      // Otherwise taken meanwhile, by the end of the process or of the SDK.
      if (!this.#exports.delete(started)) return;
      this.#isTaking = result.code === ExportResultCode.SUCCESS;
      this.#settle(batch.count, result);
      if (this.#queue.length > 0 && !this.#isClosed) this.#schedule();
    });
    const started: Export = { batch, first, running, settled };
    this.#exports.add(started);
    if (this.#queue.length >= this.#batchSize) this.#schedule();
  }

  #settle(count: number, result: SpanExportResult): void {
    const failed = result.code === ExportResultCode.SUCCESS ? Math.min(result.rejectedSpans ?? 0, count) : count;
    this.#counts.sent += count - failed;
    this.#counts.failed += failed;
    if (failed < count) this.#report.addDelivered();
    if (failed > 0) this.#report.addFailed(failed, result.error);
  }
}
