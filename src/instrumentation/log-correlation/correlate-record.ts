import type { Span } from '@opentelemetry/api';
import { toXRayTraceId } from '../../xray/trace-id.ts';

/**
 * Rewrites the trace id of a log record into X-Ray's form, `1-5759e988-bd862e3fe1be46a994272793`, so that it can be
 * pasted into the X-Ray console and CloudWatch links the two. Upstream has put `trace_id`, `span_id` and
 * `trace_flags` into the record before it calls this hook; the other two stay.
 */
export function correlateRecord(span: Span, record: Record<string, unknown>): void {
  record['trace_id'] = toXRayTraceId(span.spanContext().traceId);
}
