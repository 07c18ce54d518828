import { context, isSpanContextValid, trace, TraceFlags } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { reportContextMissing } from './context-missing.ts';
import { limitedReport } from './limited-report.ts';
import { segmentOf } from './local-root.ts';

/**
 * Gives the active span when it records; what a helper writes goes there. An unsampled span is no fault of the
 * caller: nothing is said. No span, or only the caller's from another process, is a missing context; a span that has
 * ended is reported.
 *
 * @param helper Name of the helper that was called.
 * @param outcome What happens where there is nothing to write to, as a full sentence.
 * @throws Error without an active segment under `RUNTIME_ERROR`.
 */
export function recordingSpan(helper: string, outcome: string): Span | undefined {
  const span = trace.getActiveSpan();
  if (span === undefined) {
    reportContextMissing(helper, outcome);
    return undefined;
  }
  if (span.isRecording()) return span;
  reportUnlessUnsampled(span, helper, outcome);
  return undefined;
}

/** Gives the segment of the active context when it records, under the same rules as {@link recordingSpan}. */
export function recordingSegment(helper: string, outcome: string): Span | undefined {
  const span = trace.getActiveSpan();
  if (span === undefined) {
    reportContextMissing(helper, outcome);
    return undefined;
  }
  const segment = segmentOf(context.active(), span);
  if (segment.isRecording()) return segment;
  reportUnlessUnsampled(segment, helper, outcome);
  return undefined;
}

function reportUnlessUnsampled(span: Span, helper: string, outcome: string): void {
  const spanContext = span.spanContext();
  if (!isSpanContextValid(spanContext) || (spanContext.traceFlags & TraceFlags.SAMPLED) === 0) return;
  if (spanContext.isRemote === true) {
    reportContextMissing(helper, outcome);
    return;
  }
  limitedReport(
    'warn',
    `"${helper}" was called after its span had ended; expected a call before the end. ${outcome}`,
    `ended: ${helper}`,
  );
}
