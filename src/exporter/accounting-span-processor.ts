import type { SpanProcessor } from '@opentelemetry/sdk-trace';

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
  /** Begins to export what waits, and holds nobody. */
  flushSoon(): void;
  /**
   * The last act of a process: all that waits or is on its way is exported when this returns, and what is lost has been
   * reported. The thread stands still meanwhile. Never throws.
   */
  handOver(): void;
}

/** What the processor needs besides the limits of the queue. */
export interface SpanProcessorOptions {
  /** The endpoint as shown to the user in reports of lost spans. */
  readonly destination: string;
  /** The longest time in milliseconds that a flush or shutdown may hold the process, and that a shutdown takes. */
  readonly shutdownTimeoutMillis: number;
  /** Runs exports that must be done when it returns; not needed by exporters that are done when `export` returns. */
  readonly exportSynchronously?: ((exportAll: () => void) => void) | undefined;
}
