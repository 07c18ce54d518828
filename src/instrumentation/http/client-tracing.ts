import {
  type Context,
  INVALID_TRACEID,
  type Span,
  SpanKind,
  type SpanOptions,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { READY_ATTRIBUTES } from '../../xray/ready-attributes.ts';
import { clientAttributes } from './client-attributes.ts';
import type { Durations } from './durations.ts';
import type { OutgoingTarget } from './outgoing-target.ts';
import type { TraceHeaderHook } from './trace-headers.ts';

/** Starts a span in the instrumentation's own scope. */
export type StartSpan = (name: string, options: SpanOptions, context: Context) => Span;

/** What clients are traced with. */
export interface ClientTracing extends TraceHeaderHook {
  readonly startSpan: StartSpan;
  /** Requests for which it is true are sent as they are. */
  isIgnored(target: OutgoingTarget): boolean;
  /** Absent where nobody asked for metrics. */
  readonly durations?: Durations | undefined;
}

/** An outgoing request that has got its span. */
export interface Sending {
  /** Recording or not; of a request under a parent that is not sampled, that parent. */
  readonly span: Span;
  /** With the span in it. */
  readonly context: Context;
}

/**
 * Starts the span of an outgoing request. Under a parent that is not sampled there is nothing to decide and nothing to
 * record: the parent stands for it.
 */
export function startSending(target: OutgoingTarget, parentContext: Context, startSpan: StartSpan): Sending {
  const parent = trace.getSpan(parentContext);
  const isOurs = parent !== undefined && parent.spanContext().isRemote !== true;
  if (isOurs && isUnsampled(parent)) return { span: parent, context: parentContext };
  const options = { kind: SpanKind.CLIENT, attributes: clientAttributes(target), [READY_ATTRIBUTES]: true };
  const span = startSpan(target.method, options, parentContext);
  return { span, context: trace.setSpan(parentContext, span) };
}

function isUnsampled(span: Span): boolean {
  const spanContext = span.spanContext();
  const isSampled = (spanContext.traceFlags & TraceFlags.SAMPLED) !== 0;
  return !isSampled && spanContext.traceId !== INVALID_TRACEID && !span.isRecording();
}
