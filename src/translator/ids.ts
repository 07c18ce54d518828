import { toXRayTraceId } from '../xray/trace-id.ts';
import { type DropReason, DroppedSpan } from './dropped-span.ts';

const TRACE_ID = /^[\da-f]{32}$/i;
const SPAN_ID = /^[\da-f]{16}$/i;
const NO_TRACE_ID = '0'.repeat(32);
const NO_SPAN_ID = '0'.repeat(16);

/** The trace id in X-Ray's form; an absent one counts as zeros. Throws {@link DroppedSpan} for what is no id. */
export function makeTraceId(traceId: string, reason: DropReason): string {
  if (traceId === '') return toXRayTraceId(NO_TRACE_ID);
  if (!TRACE_ID.test(traceId)) throw new DroppedSpan(reason);
  return toXRayTraceId(traceId.toLowerCase());
}

/** The span's id; empty for an absent one or zeros. Throws {@link DroppedSpan} for what is no id. */
export function makeSpanId(spanId: string, reason: DropReason): string {
  if (spanId === '' || spanId === NO_SPAN_ID) return '';
  if (!SPAN_ID.test(spanId)) throw new DroppedSpan(reason);
  return spanId.toLowerCase();
}
