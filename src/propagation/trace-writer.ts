import { type Context, TraceFlags, type TextMapPropagator, type TextMapSetter } from '@opentelemetry/api';
import { isTracingSuppressed, TRACE_PARENT_HEADER, TRACE_STATE_HEADER } from '@opentelemetry/core';
import { TRACE_HEADER_NAME } from '../xray/trace-header.ts';
import { toXRayTraceId } from '../xray/trace-id.ts';
import { readNote, validSpanContext } from './incoming-trace.ts';

/** Writes trace headers, and reads none. */
export type TraceWriter = Pick<TextMapPropagator, 'inject' | 'fields'>;

/**
 * Writes `X-Amzn-Trace-Id` and W3C trace context, just as the two propagators do one after the other, but looks at the
 * span once: every outgoing request pays for it, sampled or not.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export const xrayAndW3cWriter: TraceWriter = {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const spanContext = validSpanContext(context);
    if (spanContext === undefined) return;
    const { traceId, spanId, traceFlags, traceState } = spanContext;
    const carriedFields = readNote(context)?.carriedFields ?? '';
    const ids = `Root=${toXRayTraceId(traceId)};Parent=${spanId}`;
    const sampled = (traceFlags & TraceFlags.SAMPLED) === 0 ? ';Sampled=0' : ';Sampled=1';
    setter.set(carrier, TRACE_HEADER_NAME, ids + sampled + (carriedFields === '' ? '' : `;${carriedFields}`));
    if (isTracingSuppressed(context)) return;
    setter.set(
      carrier,
      TRACE_PARENT_HEADER,
      `00-${traceId}-${spanId}-0${(traceFlags || TraceFlags.NONE).toString(16)}`,
    );
    if (traceState) setter.set(carrier, TRACE_STATE_HEADER, traceState.serialize());
  },
  fields: () => [TRACE_HEADER_NAME, TRACE_PARENT_HEADER, TRACE_STATE_HEADER],
};
