import { trace } from '@opentelemetry/api';
import type { Context, TextMapPropagator } from '@opentelemetry/api';
import { readNote, rememberIncoming, validSpanContext } from './incoming-trace.ts';

/**
 * The propagator as far as incoming headers are trusted: `all` leaves it as it is, `id` takes the trace, its parent and
 * its carried fields but not the sampling decision, `none` reads nothing at all. What goes out is the same for all.
 */
export function trustIncoming(propagator: TextMapPropagator, trust: 'all' | 'id' | 'none'): TextMapPropagator {
  if (trust === 'all') return propagator;
  return {
    inject: (context, carrier, setter) => propagator.inject(context, carrier, setter),
    extract: (context, carrier, getter) =>
      trust === 'none' ? context : decideHere(context, propagator.extract(context, carrier, getter)),
    fields: () => propagator.fields(),
  };
}

function decideHere(before: Context, after: Context): Context {
  const note = readNote(after);
  if (trace.getSpan(after) === trace.getSpan(before) && note === readNote(before)) return after;
  const parent = validSpanContext(after);
  const continued = parent === undefined ? note : { traceId: parent.traceId, parentId: parent.spanId };
  return rememberIncoming(after, {
    traceId: continued?.traceId,
    parentId: continued?.parentId,
    // That the caller asks is no decision; it may still be answered.
    sampled: note?.sampled === '?' ? '?' : undefined,
    undecided: true,
    requested: note?.requested ?? false,
    carriedFields: note?.carriedFields ?? '',
  });
}
