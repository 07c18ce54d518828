import type { ContextMissing } from '../config/config.ts';
import { limitedReport } from './limited-report.ts';

/** What the distribution tells the span helpers. */
export interface SpansConfig {
  /** What a helper does without an active segment (`AWS_XRAY_CONTEXT_MISSING`). */
  readonly contextMissing: ContextMissing;
}

let strategy: ContextMissing = 'LOG_ERROR';

/**
 * Sets what the span helpers do without an active segment. Called by the distribution at its start; until then the
 * strategy is `LOG_ERROR`, which is silent as long as nobody listens to `diag`.
 *
 * @example
 * configureSpans({ contextMissing: 'IGNORE_ERROR' });
 */
export function configureSpans(config: SpansConfig): void {
  strategy = config.contextMissing;
}

/**
 * Applies the strategy: `LOG_ERROR` says one line per helper and minute, `RUNTIME_ERROR` throws, `IGNORE_ERROR` does
 * nothing.
 *
 * @param helper Name of the helper that was called.
 * @param outcome What happens now, as a full sentence.
 * @throws Error under `RUNTIME_ERROR`.
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-configuration.html
 */
export function reportContextMissing(helper: string, outcome: string): void {
  if (strategy === 'IGNORE_ERROR') return;
  const sentence = `"${helper}" was called without an active segment; expected a call inside a request or "withSegment".`;
  if (strategy === 'RUNTIME_ERROR') throw new Error(sentence);
  limitedReport('error', `${sentence} ${outcome}`, `context missing: ${helper}`);
}
