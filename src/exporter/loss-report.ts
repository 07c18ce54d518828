import { diag } from '@opentelemetry/api';
import { describeFailure } from './describe-failure.ts';

const REPORT_INTERVAL_MILLIS = 60_000;
/** A full queue is reported a moment after its first drop, so that the first line carries a number that means something. */
const GATHERING_MILLIS = 1_000;

/** Longer than a deployment of the collector takes: from then on it is said how long nothing was delivered. */
const LONG_SILENCE_MILLIS = 60_000;

/** Collects what was lost on the way to one destination and says so, at most once a minute. */
export interface LossReport {
  /** An export delivered something. */
  addDelivered(): void;
  /** Spans that an export did not deliver; reported at once when a minute has passed since the last line. */
  addFailed(count: number, error: unknown): void;
  /** Spans that the full queue did not take; reported with the next line, within a second when one is due. */
  addDropped(count: number): void;
  /** Spans that the end of the process left no time for; reported by `close`. */
  addUnsent(count: number): void;
  /** From now on everything waits for `close`. */
  gather(): void;
  /** Says what has not been said yet, and nothing afterwards. */
  close(): void;
}

/** What a line of the report needs to know. */
export interface LossReportOptions {
  /** The endpoint as shown to the user, without credentials. */
  readonly destination: string;
  readonly maxQueueSize: number;
}

/** A report that writes one `diag.warn` line: counts, reasons, endpoint, and what happens now. */
export function createLossReport(options: LossReportOptions): LossReport {
  return new MinuteReport(options);
}

class MinuteReport implements LossReport {
  readonly #options: LossReportOptions;
  #failed = 0;
  #dropped = 0;
  #unsent = 0;
  #reason = '';
  #lastLineAt = -Infinity;
  /** Since when nothing has been delivered; undefined while all is well. */
  #silentSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isGathering = false;
  #isClosed = false;

  constructor(options: LossReportOptions) {
    this.#options = options;
  }

  addDelivered(): void {
    const silence = this.#describeSilence();
    this.#silentSince = undefined;
    if (silence !== undefined) sayAtLevel('info', `"${this.#options.destination}" takes spans again after ${silence}.`);
  }

  addFailed(count: number, error: unknown): void {
    this.#failed += count;
    this.#reason = describeFailure(error);
    this.#silentSince ??= performance.now();
    this.#scheduleLine(0);
  }

  addDropped(count: number): void {
    this.#dropped += count;
    this.#scheduleLine(GATHERING_MILLIS);
  }

  addUnsent(count: number): void {
    this.#unsent += count;
  }

  gather(): void {
    this.#isGathering = true;
    clearTimeout(this.#timer);
  }

  close(): void {
    this.#writeLine('the process ends');
    this.#isClosed = true;
  }

  #scheduleLine(delayMillis: number): void {
    if (this.#isGathering) return;
    const waitMillis = Math.max(delayMillis, this.#lastLineAt + REPORT_INTERVAL_MILLIS - performance.now());
    if (waitMillis <= 0) this.#writeLine('later spans are still sent');
    else this.#timer ??= setTimeout(() => this.#writeLine('later spans are still sent'), waitMillis).unref();
  }

  #writeLine(outlook: string): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const total = this.#failed + this.#dropped + this.#unsent;
    if (total === 0 || this.#isClosed) return;
    const parts = [
      this.#failed > 0 ? `${this.#failed} could not be delivered (${this.#reason})` : '',
      this.#dropped > 0 ? `${this.#dropped} did not fit the queue of ${this.#options.maxQueueSize}` : '',
      this.#unsent > 0 ? `${this.#unsent} had no time left` : '',
    ].filter((part) => part !== '');
    this.#failed = this.#dropped = this.#unsent = 0;
    this.#lastLineAt = performance.now();
    const silence = this.#describeSilence();
    const unreachable = silence === undefined ? '' : ` Nothing has been delivered for ${silence}.`;
    sayAtLevel(
      'warn',
      `"${this.#options.destination}" did not get ${countSpans(total)}: ${parts.join(', ')}; they are lost, ${outlook}.${unreachable}`,
    );
  }

  /** `3 minutes`; undefined where it is not long. */
  #describeSilence(): string | undefined {
    const millis = this.#silentSince === undefined ? 0 : performance.now() - this.#silentSince;
    if (millis < LONG_SILENCE_MILLIS) return undefined;
    const minutes = Math.floor(millis / 60_000);
    return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  }
}

function sayAtLevel(level: 'warn' | 'info', message: string): void {
  try {
    diag[level](message);
  } catch {
    // The application may have set its own diagnostics logger: one that throws may not stop the exports.
  }
}

function countSpans(count: number): string {
  return count === 1 ? '1 span' : `${count} spans`;
}
