import { context as contextApi, trace } from '@opentelemetry/api';
import type { Context, Span, SpanOptions, Tracer, TracerProvider } from '@opentelemetry/api';
import type { XRayIdGenerator } from './id-generator.ts';
import { pendingRoot } from './incoming-trace.ts';
import { wrapTracers } from './wrap-tracers.ts';

/**
 * The provider with tracers that give a span the trace id of an incoming Root without Parent, when the span's context
 * has that Root and no span yet. The SDK asks its id generator without a context, so the tracer hands the id over; a
 * made-up remote parent instead would reach X-Ray and the application's own exporters as a parent that does not
 * exist. `root: true` starts a really new trace. Everything else of the provider is its own.
 *
 * @param generator the one that the provider was built with
 */
export function continueRoots<P extends TracerProvider>(provider: P, generator: XRayIdGenerator): P {
  return wrapTracers(provider, (tracer) => new RootContinuingTracer(tracer, generator));
}

class RootContinuingTracer implements Tracer {
  readonly #tracer: Tracer;
  readonly #generator: XRayIdGenerator;

  constructor(tracer: Tracer, generator: XRayIdGenerator) {
    this.#tracer = tracer;
    this.#generator = generator;
  }

  startSpan(name: string, options?: SpanOptions, context: Context = contextApi.active()): Span {
    const root = options?.root === true ? undefined : pendingRoot(context);
    if (root === undefined) return this.#tracer.startSpan(name, options, context);
    return this.#generator.startWithTraceId(root, () => this.#tracer.startSpan(name, options, context));
  }

  startActiveSpan<F extends (span: Span) => unknown>(name: string, fn: F): ReturnType<F>;
  startActiveSpan<F extends (span: Span) => unknown>(name: string, options: SpanOptions, fn: F): ReturnType<F>;
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: SpanOptions,
    context: Context,
    fn: F,
  ): ReturnType<F>;
  startActiveSpan(name: string, ...rest: ActiveSpanArguments | []): unknown {
    if (rest.length === 0) return undefined;
    // The SDK's own method would start its span past this tracer.
    const { options, context, fn } = readArguments(rest);
    const span = this.startSpan(name, options, context);
    return contextApi.with(trace.setSpan(context, span), fn, undefined, span);
  }
}

type ActiveSpanFunction = (span: Span) => unknown;
type ActiveSpanArguments =
  | [ActiveSpanFunction]
  | [SpanOptions, ActiveSpanFunction]
  | [SpanOptions, Context | undefined, ActiveSpanFunction];

function readArguments(rest: ActiveSpanArguments): { options: SpanOptions; context: Context; fn: ActiveSpanFunction } {
  if (rest.length === 1) return { options: {}, context: contextApi.active(), fn: rest[0] };
  if (rest.length === 2) return { options: rest[0], context: contextApi.active(), fn: rest[1] };
  return { options: rest[0], context: rest[1] ?? contextApi.active(), fn: rest[2] };
}
