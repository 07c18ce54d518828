import { INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api';
import type { Attributes, Context, Link, Span, SpanKind, SpanOptions } from '@opentelemetry/api';
import { refuse } from './call-arguments.ts';
import { rememberLocalRoot } from './local-root.ts';

/** Name of the instrumentation scope of the spans that the helpers start. */
const SCOPE = 'otel-xray';

/** What a helper's new span begins with. */
export interface NewSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: Attributes | undefined;
  readonly links?: readonly Link[] | undefined;
}

/**
 * Starts a span with the registered provider. Gives undefined, with one line, where that fails: options of a wrong
 * shape, a broken sampler. The work then goes on without a span.
 */
export function startSpan(helper: string, newSpan: NewSpan, parentContext: Context): Span | undefined {
  try {
    const options: SpanOptions = { kind: newSpan.kind };
    if (newSpan.attributes !== undefined) options.attributes = newSpan.attributes;
    if (newSpan.links !== undefined) options.links = [...newSpan.links];
    const span = trace.getTracer(SCOPE).startSpan(newSpan.name, options, parentContext);
    if (span.isRecording()) rememberLocalRoot(span, parentContext);
    return span;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'the tracer failed';
    refuse(
      `"${helper}" got options that start no span (${reason}); expected attributes and a list of links. The function runs untraced.`,
    );
    return undefined;
  }
}

/** What a function is handed that runs untraced: a span that records nothing. */
export function noSpan(): Span {
  return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
}
