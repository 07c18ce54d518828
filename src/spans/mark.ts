import { SpanStatusCode } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { recordingSpan } from './active-span.ts';
import { exposedAttributes } from './exposed-attributes.ts';

/**
 * The exporter knows no flags. It reads `http.status_code` before `http.response.status_code` and makes of 4xx an
 * error, of 429 a throttle too, of 5xx a fault; without any such code a failed span is a fault. So a mark is written
 * twice: as the `aws.xray.*` attribute that says what was meant, and as what the exporter understands. The status
 * that X-Ray displays stays the real one where the instrumentation sets it after the mark, as HTTP servers do; a
 * subsegment without HTTP shows the code of its mark.
 */
const STATUS_CODE_ATTRIBUTE = 'http.status_code';
const STATUS_CODE_BY_MARK = { error: 400, throttle: 429, fault: 500 } as const;

type Mark = keyof typeof STATUS_CODE_BY_MARK;

const markBySpan = new WeakMap<Span, Mark>();

/**
 * Marks the active segment or subsegment as a client error (4xx): the caller's mistake, yellow in X-Ray. Where it is
 * marked more than once the last mark holds, except that a throttle stays one, since X-Ray counts it as an error.
 *
 * @throws Error without a segment under `RUNTIME_ERROR`; never otherwise.
 *
 * @example
 * if (!isValid(order)) markError();
 */
export function markError(): void {
  const span = recordingSpan('markError', 'Nothing is marked.');
  if (span !== undefined && markBySpan.get(span) !== 'throttle') mark(span, 'error');
}

/**
 * Marks the active segment or subsegment as throttled (429): a call that was turned away for its rate, purple in
 * X-Ray and an error as well.
 *
 * @throws Error without a segment under `RUNTIME_ERROR`; never otherwise.
 *
 * @example
 * if (answer.code === 'RATE_LIMITED') markThrottle();
 */
export function markThrottle(): void {
  const span = recordingSpan('markThrottle', 'Nothing is marked.');
  if (span !== undefined) mark(span, 'throttle');
}

/**
 * Marks the active segment or subsegment as a fault (5xx): this service's own failure, red in X-Ray. The span's status
 * becomes ERROR.
 *
 * @throws Error without a segment under `RUNTIME_ERROR`; never otherwise.
 *
 * @example
 * if (failedItems.length > 0) markFault();
 */
export function markFault(): void {
  const span = recordingSpan('markFault', 'Nothing is marked.');
  if (span === undefined) return;
  span.setStatus({ code: SpanStatusCode.ERROR });
  mark(span, 'fault');
}

function mark(span: Span, meant: Mark): void {
  const before = markBySpan.get(span);
  // The ERROR status alone makes a fault, so no code is invented where there can be none to overrule it.
  if (meant !== 'fault' || before !== undefined || isHttpSpan(span)) {
    span.setAttribute(STATUS_CODE_ATTRIBUTE, STATUS_CODE_BY_MARK[meant]);
  }
  if (before !== undefined && before !== meant) span.setAttribute(`aws.xray.${before}`, false);
  span.setAttribute(`aws.xray.${meant}`, true);
  markBySpan.set(span, meant);
}

function isHttpSpan(span: Span): boolean {
  const attributes = exposedAttributes(span);
  return 'http.request.method' in attributes || 'http.method' in attributes;
}
