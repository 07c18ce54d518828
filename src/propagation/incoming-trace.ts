import { createContextKey, trace } from '@opentelemetry/api';
import type { Context, SpanContext } from '@opentelemetry/api';
import { isValidSpanContext } from '../xray/span-context.ts';

/** What an incoming trace header said, as far as a context with a remote parent cannot hold it. */
export interface IncomingTrace {
  /** The trace id that the next span in this context carries without having a parent (a header with Root only). */
  readonly rootTraceId?: string;
  /** The caller's word on sampling, where it is trusted. */
  readonly sampled?: '0' | '1' | '?';
  /** True while the next span in this context is to be decided here, not by its remote parent. */
  readonly undecided: boolean;
  /** True when the caller sent `Sampled=?` and so expects the decision in the answer. */
  readonly requested: boolean;
  /** Lineage and custom fields to pass on, `Lineage=a:1;Team=blue`; empty without any. */
  readonly carriedFields: string;
}

/** The note that an extraction leaves in the context; everything in it is the caller's, not yet compared with the spans there. */
export interface IncomingNote {
  readonly traceId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly sampled?: '0' | '1' | '?' | undefined;
  readonly undecided: boolean;
  readonly requested: boolean;
  readonly carriedFields: string;
}

const NOTE = createContextKey('otel-xray incoming trace');

/** A context that remembers the note, or forgets an older one when there is nothing to remember. */
export function rememberIncoming(context: Context, note: IncomingNote | undefined): Context {
  if (note !== undefined) return context.setValue(NOTE, note);
  return readNote(context) === undefined ? context : context.deleteValue(NOTE);
}

/** The note of the last extraction into this context or one around it. */
export function readNote(context: Context): IncomingNote | undefined {
  return context.getValue(NOTE) as IncomingNote | undefined;
}

/** What the incoming header says for the next span in this context; undefined where no header left a note. */
export function getIncomingTrace(context: Context): IncomingTrace | undefined {
  const note = readNote(context);
  if (note === undefined) return undefined;
  const rootTraceId = pendingRoot(context);
  return {
    undecided: isUndecided(context),
    requested: note.requested,
    carriedFields: note.carriedFields,
    ...(rootTraceId !== undefined && { rootTraceId }),
    ...(note.sampled !== undefined && { sampled: note.sampled }),
  };
}

/**
 * Whether the remote caller leaves sampling to us: `Sampled=?`, no `Sampled`, or a caller who is not trusted with it.
 * False as soon as the context has a span of our own, which has decided.
 */
export function isUndecided(context: Context): boolean {
  const note = readNote(context);
  if (note === undefined || !note.undecided) return false;
  const span = validSpanContext(context);
  if (span === undefined) return note.traceId !== undefined && note.parentId === undefined;
  return span.isRemote === true && span.traceId === note.traceId && span.spanId === note.parentId;
}

/** The caller's `Sampled` beside a Root without Parent, while no span in the context has decided. */
export function rootHint(context: Context): '0' | '1' | undefined {
  if (pendingRoot(context) === undefined) return undefined;
  const sampled = readNote(context)?.sampled;
  return sampled === '?' ? undefined : sampled;
}

/** The trace id of a Root without Parent, while the context has no valid span. */
export function pendingRoot(context: Context): string | undefined {
  const note = readNote(context);
  if (note === undefined || note.parentId !== undefined) return undefined;
  return validSpanContext(context) === undefined ? note.traceId : undefined;
}

/** The context's span context where it is one that a child span would join. */
export function validSpanContext(context: Context): SpanContext | undefined {
  const spanContext = trace.getSpanContext(context);
  return spanContext !== undefined && isValidSpanContext(spanContext) ? spanContext : undefined;
}
