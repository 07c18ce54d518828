import {
  context as contextApi,
  type Context,
  isSpanContextValid,
  type Span,
  SpanKind,
  type SpanOptions,
  trace,
  TraceFlags,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { type IdGenerator, type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';
import { learnPlainSpans, type StartPlainSpan } from './plain-spans.ts';

/** A sampler that can be told what it decided already. */
export interface DecidedSampler extends Sampler {
  /** Runs `start`; the first decision that is asked for meanwhile is `result`. */
  startDecided<T>(result: SamplingResult, start: () => T): T;
}

/** The sampler for an SDK whose spans begin by {@link decideFirst}. */
export function createDecidedSampler(sampler: Sampler): DecidedSampler {
  let decided: SamplingResult | undefined;
  return {
    shouldSample: (...args) => {
      const result = decided ?? sampler.shouldSample(...args);
      // Span processors may start spans of their own: a decision is for one.
      decided = undefined;
      return result;
    },
    startDecided: (result, start) => {
      decided = result;
      try {
        return start();
      } finally {
        decided = undefined;
      }
    },
    toString: () => sampler.toString(),
  };
}

/** What {@link decideFirst} needs of the SDK's parts. */
export interface DecideFirstParts {
  /** Whether the SDK counts its spans in metrics: then it makes each of them itself. */
  readonly countsSpans?: boolean;
  readonly sampler: Sampler;
  readonly decidedSampler: DecidedSampler;
  readonly generator: IdGenerator & { startWithTraceId<T>(traceId: string, start: () => T): T };
}

/**
 * Tracers that decide before the SDK does anything: a span that is not recorded is no more than its ids. The SDK itself
 * first cleans attributes, copies links and counts, and then throws them away.
 *
 * @param getTracer gives the SDK's tracers; its sampler is `decidedSampler`
 */
export function decideFirst(getTracer: TracerProvider['getTracer'], parts: DecideFirstParts): TracerProvider {
  const known = new WeakMap<Tracer, Tracer>();
  return {
    getTracer: (name, version, options) => {
      const tracer = getTracer(name, version, options);
      const deciding = known.get(tracer) ?? new DecidingTracer(tracer, parts);
      known.set(tracer, deciding);
      return deciding;
    },
  };
}

class DecidingTracer implements Tracer {
  readonly #tracer: Tracer;
  readonly #parts: DecideFirstParts;
  /** Known from the first span on that is recorded. */
  #startPlain: StartPlainSpan | undefined;
  readonly startActiveSpan: Tracer['startActiveSpan'];

  constructor(tracer: Tracer, parts: DecideFirstParts) {
    this.#tracer = tracer;
    this.#parts = parts;
    this.startActiveSpan = tracer.startActiveSpan.bind(tracer);
  }

  startSpan(name: string, options: SpanOptions = {}, context: Context = contextApi.active()): Span {
    // Samplers may look at links, which the SDK makes clean; such spans are few.
    if (options.root === true || options.links !== undefined || isTracingSuppressed(context))
      return this.#tracer.startSpan(name, options, context);
    const { sampler, generator, countsSpans } = this.#parts;
    const parent = trace.getSpanContext(context);
    const validParent = parent !== undefined && isSpanContextValid(parent) ? parent : undefined;
    const traceId = validParent?.traceId ?? generator.generateTraceId();
    const { kind = SpanKind.INTERNAL, attributes = {} } = options;
    const result = sampler.shouldSample(context, traceId, name, kind, attributes, []);
    const traceState = result.traceState ?? validParent?.traceState;
    const traceFlags = result.decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE;
    if (result.decision === SamplingDecision.NOT_RECORD) {
      const ids = { traceId, spanId: generator.generateSpanId(), traceFlags };
      return trace.wrapSpanContext(traceState === undefined ? ids : { ...ids, traceState });
    }
    if (this.#startPlain !== undefined) {
      const ids = { traceId, spanId: generator.generateSpanId(), traceFlags };
      const spanContext = traceState === undefined ? ids : { ...ids, traceState };
      const start = { context, spanContext, name, kind, parentSpanContext: validParent, startTime: options.startTime };
      const span = this.#startPlain(start, attributes, result.attributes);
      if (span !== undefined) return span;
    }
    const span = this.#startBySdk({ name, options, context }, result, validParent === undefined ? traceId : undefined);
    if (countsSpans !== true) this.#startPlain ??= learnPlainSpans(span);
    return span;
  }

  #startBySdk(
    { name, options, context }: { readonly name: string; readonly options: SpanOptions; readonly context: Context },
    result: SamplingResult,
    rootTraceId: string | undefined,
  ): Span {
    const { decidedSampler, generator } = this.#parts;
    const start = (): Span => decidedSampler.startDecided(result, () => this.#tracer.startSpan(name, options, context));
    return rootTraceId === undefined ? start() : generator.startWithTraceId(rootTraceId, start);
  }
}
