import {
  context as contextApi,
  type Context,
  type Link,
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
import { wrapTracers } from '../propagation/index.ts';
import { type MaybeReady, READY_ATTRIBUTES } from '../xray/ready-attributes.ts';
import { isValidSpanContext, rememberValid } from '../xray/span-context.ts';
import { learnRecordedSpans, type StartRecorded } from './recorded-spans.ts';
import type { SpanListeners } from './span-listeners.ts';

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
  /** The SDK's span processors. */
  readonly listeners: SpanListeners;
  readonly sampler: Sampler;
  readonly decidedSampler: DecidedSampler;
  readonly generator: IdGenerator & { startWithTraceId<T>(traceId: string, start: () => T): T };
  /** The trace id that the next span in this context has to carry, though it has no parent. */
  pendingRoot(context: Context): string | undefined;
}

/**
 * The provider with tracers that decide before the SDK does anything: a span that is not recorded is no more than its
 * ids. The SDK itself first cleans attributes, copies links and counts, and then throws them away.
 *
 * @param provider gives the SDK's tracers, which continue pending roots; its sampler is `decidedSampler`
 */
export function decideFirst<P extends TracerProvider>(provider: P, parts: DecideFirstParts): P {
  return wrapTracers(provider, (tracer) => new DecidingTracer(tracer, parts));
}

const NO_LINKS: Link[] = [];

class DecidingTracer implements Tracer {
  readonly #tracer: Tracer;
  readonly #parts: DecideFirstParts;
  /** Known from the first span on that is recorded. */
  #startRecorded: StartRecorded | undefined;
  readonly startActiveSpan: Tracer['startActiveSpan'];

  constructor(tracer: Tracer, parts: DecideFirstParts) {
    this.#tracer = tracer;
    this.#parts = parts;
    // It asks `this` for the span: us.
    this.startActiveSpan = tracer.startActiveSpan.bind(this);
  }

  startSpan(name: string, options: SpanOptions = {}, context: Context = contextApi.active()): Span {
    // Samplers may look at links, which the SDK makes clean; such spans are few.
    if (options.root === true || options.links !== undefined || isTracingSuppressed(context))
      return this.#tracer.startSpan(name, options, context);
    const parts = this.#parts;
    const { sampler, generator } = parts;
    const parent = trace.getSpanContext(context);
    const validParent = parent !== undefined && isValidSpanContext(parent) ? parent : undefined;
    const traceId = validParent?.traceId ?? parts.pendingRoot(context) ?? generator.generateTraceId();
    const { kind = SpanKind.INTERNAL, attributes = {} } = options;
    const result = sampler.shouldSample(context, traceId, name, kind, attributes, NO_LINKS);
    const traceState = result.traceState ?? validParent?.traceState;
    const traceFlags = result.decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE;
    if (result.decision === SamplingDecision.NOT_RECORD || this.#startRecorded !== undefined) {
      const ids = { traceId, spanId: generator.generateSpanId(), traceFlags };
      const spanContext = traceState === undefined ? ids : { ...ids, traceState };
      // Its headers are written next, or its first child begins.
      rememberValid(spanContext);
      if (result.decision === SamplingDecision.NOT_RECORD) return trace.wrapSpanContext(spanContext);
      const start = { context, spanContext, name, kind, parentSpanContext: validParent, startTime: options.startTime };
      const span = this.#startRecorded?.(
        start,
        attributes,
        result.attributes,
        (options as MaybeReady)[READY_ATTRIBUTES] === true,
      );
      if (span !== undefined) return span;
    }
    const span = this.#startBySdk({ name, options, context }, result, validParent === undefined ? traceId : undefined);
    if (parts.countsSpans !== true) this.#startRecorded ??= learnRecordedSpans(span, parts.listeners);
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
