import {
  type Context,
  INVALID_SPAN_CONTEXT,
  type Tracer,
  type TracerProvider,
  context,
  trace,
} from '@opentelemetry/api';
import { getAwsCall } from './aws-call.ts';

/**
 * Tracers for upstream's instrumentation that start one span for one `send` and none otherwise: upstream
 * also meets calls that never leave the process, such as the making of a presigned URL, and credential look-ups.
 */
export function createCallTracerProvider(provider: TracerProvider): TracerProvider {
  return {
    getTracer: (name, version, options) => createCallTracer(provider.getTracer(name, version, options)),
  };
}

function createCallTracer(tracer: Tracer): Tracer {
  return {
    startSpan(name, options, parent = context.active()) {
      const call = getAwsCall(parent);
      if (call === undefined || call.hasSpan || !call.isTraced) return parentOnly(parent);
      call.hasSpan = true;
      return tracer.startSpan(name, options, parent);
    },
    startActiveSpan: tracer.startActiveSpan.bind(tracer),
  };
}

/** Records nothing and leaves the parent in place for what runs inside. */
function parentOnly(parent: Context): ReturnType<Tracer['startSpan']> {
  return trace.wrapSpanContext(trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT);
}
