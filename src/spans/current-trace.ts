import { isSpanContextValid, trace, TraceFlags } from '@opentelemetry/api';
import type { SpanContext } from '@opentelemetry/api';
import { toXRayTraceId } from '../xray/trace-id.ts';

/**
 * Gives the trace id of the active context as X-Ray writes it, `1-5759e988-bd862e3fe1be46a994272793`; undefined
 * outside a trace. Sampled or not, it is the id that callers and callees see.
 *
 * @example
 * response.status(500).send({ message: 'Please quote this id.', traceId: traceId() });
 */
export function traceId(): string | undefined {
  const spanContext = activeSpanContext();
  return spanContext === undefined ? undefined : toXRayTraceId(spanContext.traceId);
}

/**
 * Tells whether the active trace is sampled, so that X-Ray will show it; false outside a trace. Work that only serves
 * the trace can be left out where it is false.
 *
 * @example
 * if (isSampled()) metadata('plan', await query.explain());
 */
export function isSampled(): boolean {
  const spanContext = activeSpanContext();
  return spanContext !== undefined && (spanContext.traceFlags & TraceFlags.SAMPLED) !== 0;
}

function activeSpanContext(): SpanContext | undefined {
  const spanContext = trace.getActiveSpan()?.spanContext();
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext : undefined;
}
