import { diag, trace } from '@opentelemetry/api';
import type { Context, TextMapGetter, TextMapPropagator } from '@opentelemetry/api';
import { formatCarriedFields } from '../xray/trace-header.ts';
import type { TraceHeader } from '../xray/trace-header.ts';
import { rememberIncoming } from './incoming-trace.ts';
import { readTraceHeader } from './read-trace-header.ts';
import { continueTrace } from './xray-propagator.ts';

/**
 * Reads X-Ray and W3C headers of one message so that the most complete one wins: X-Ray with a valid Parent, then a
 * valid `traceparent`, then X-Ray with Root only. So a W3C caller behind a load balancer, which adds a Root to every
 * request, keeps its trace. Whichever wins, Lineage and custom fields are carried on. Never throws.
 */
export function extractMostComplete(
  w3c: TextMapPropagator,
  context: Context,
  carrier: unknown,
  getter: TextMapGetter,
): Context {
  try {
    const header = readTraceHeader(carrier, getter);
    if (header?.parentId !== undefined)
      return continueTrace(withOwnTraceState(w3c, header, context, carrier, getter), header);
    const fromW3c = w3c.extract(context, carrier, getter);
    if (header === undefined) return fromW3c;
    return fromW3c === context ? continueTrace(context, header) : carryOn(fromW3c, header);
  } catch (error) {
    diag.debug('The trace headers could not be read.', error);
    return context;
  }
}

/** `tracestate` belongs to its `traceparent`: it goes on when that names the same trace. */
function withOwnTraceState(
  w3c: TextMapPropagator,
  header: TraceHeader,
  context: Context,
  carrier: unknown,
  getter: TextMapGetter,
): Context {
  const withoutSpan = trace.deleteSpan(context);
  if (getter.get(carrier, 'tracestate') === undefined) return withoutSpan;
  const fromW3c = w3c.extract(withoutSpan, carrier, getter);
  // Upstream's X-Ray propagator keeps the tracestate of a span that it replaces.
  return trace.getSpanContext(fromW3c)?.traceId === header.traceId ? fromW3c : withoutSpan;
}

function carryOn(context: Context, header: TraceHeader): Context {
  const requested = header.sampled === '?';
  const carriedFields = formatCarriedFields(header);
  return rememberIncoming(
    context,
    requested || carriedFields !== '' ? { undecided: false, requested, carriedFields } : undefined,
  );
}
