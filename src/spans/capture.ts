import { context, SpanKind, trace } from '@opentelemetry/api';
import type { Attributes, Link, Span } from '@opentelemetry/api';
import { optionsOf, refuse, requireFunction, spanNameOf } from './call-arguments.ts';
import { reportContextMissing } from './context-missing.ts';
import { runInSpan } from './run-in-span.ts';
import { noSpan, startSpan } from './start-span.ts';

/** What a captured block may be told beyond its name. */
export interface CaptureOptions {
  /** OpenTelemetry attributes of the new span; X-Ray shows what it does not know as metadata. */
  readonly attributes?: Attributes;
  /** `SpanKind.CLIENT` makes X-Ray draw a node of its own for the callee; the default is `SpanKind.INTERNAL`. */
  readonly kind?: SpanKind;
  /** Other spans that this one belongs to, such as the senders of a batch of messages. */
  readonly links?: readonly Link[];
}

/**
 * Records a block of work as a subsegment of the active segment: `captureFunc` and `captureAsyncFunc` of the X-Ray
 * SDK in one.
 *
 * The span is active while `fn` runs, is handed to it, and ends when `fn` returns or its promise settles. What `fn`
 * returns or throws passes through; an error is recorded and shown as a fault. Synchronous functions stay
 * synchronous. A promise keeps its value, its reason and its unhandled-rejection behaviour; a foreign thenable comes
 * back as a promise.
 *
 * Without an active segment the `AWS_XRAY_CONTEXT_MISSING` strategy applies and `fn` runs untraced, with a span that
 * records nothing.
 *
 * @param name Name of the subsegment, up to 200 characters in X-Ray.
 * @throws TypeError when `fn` is no function; Error without a segment under `RUNTIME_ERROR`, before `fn` runs.
 *
 * @example
 * const roles = await capture('BuildRolesDetail', async () => {
 *   const detail = await buildRoles(user);
 *   metadata('No. roles built', detail.length);
 *   return detail;
 * });
 */
export function capture<T>(name: string, fn: (span: Span) => T, options: CaptureOptions = {}): T {
  requireFunction('capture', fn);
  const parentContext = context.active();
  if (trace.getSpan(parentContext) === undefined) {
    reportContextMissing('capture', 'The function runs untraced.');
    return fn(noSpan());
  }
  const { attributes, kind, links } = optionsOf('capture', options);
  const newSpan = { name: spanNameOf('capture', name), kind: kindOf(kind), attributes, links };
  const span = startSpan('capture', newSpan, parentContext);
  if (span === undefined) return fn(noSpan());
  return runInSpan(span, trace.setSpan(parentContext, span), fn);
}

function kindOf(kind: SpanKind = SpanKind.INTERNAL): SpanKind {
  if (SpanKind[kind] !== undefined && typeof kind === 'number') return kind;
  refuse('"capture" got an unknown kind; expected one of the SpanKind of OpenTelemetry. INTERNAL is used.');
  return SpanKind.INTERNAL;
}
