import { type Span, type Tracer, context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import {
  InMemorySpanExporter,
  ParentBasedSampler,
  type ReadableSpan,
  AlwaysOnSampler,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** Tracing of this process, spans in memory. */
export interface TestTracing {
  readonly tracer: Tracer;
  /** Ended spans since the last `reset`. */
  spans(): ReadableSpan[];
  /** The one span of that name; fails where there are none or several. */
  span(name: string): ReadableSpan;
  reset(): void;
  /** Runs `fn` under a span named `request`, as in a server. */
  inRequest<Result>(fn: (span: Span) => Promise<Result>): Promise<Result>;
}

/** Registers context, X-Ray and W3C propagation, spans in memory, HTTP clients and the given instrumentations. */
export function startTracing(instrumentations: readonly Instrumentation[]): TestTracing {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new AWSXRayPropagator(), new W3CTraceContextPropagator()] }),
  );
  trace.setGlobalTracerProvider(provider);
  registerInstrumentations({
    tracerProvider: provider,
    instrumentations: [new HttpInstrumentation({ disableIncomingRequestInstrumentation: true }), ...instrumentations],
  });
  const tracer = provider.getTracer('test');
  const spans = (): ReadableSpan[] => exporter.getFinishedSpans();
  return {
    tracer,
    spans,
    reset: () => exporter.reset(),
    span: (name) => {
      const found = spans().filter((span) => span.name === name);
      const [only] = found;
      if (only === undefined || found.length > 1) {
        throw new Error(
          `Expected one span "${name}", got: ${spans()
            .map((span) => span.name)
            .join(', ')}`,
        );
      }
      return only;
    },
    inRequest: (fn) =>
      tracer.startActiveSpan('request', async (span) => {
        try {
          return await fn(span);
        } finally {
          span.end();
        }
      }),
  };
}

/** The X-Ray header that names this span as parent. */
export function headerOf(span: ReadableSpan, sampled: '0' | '1' = '1'): string {
  const { traceId, spanId } = span.spanContext();
  return `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=${sampled}`;
}
