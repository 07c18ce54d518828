import { diag, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, SpanContext, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { formatCarriedFields, parseTraceHeader, TRACE_HEADER_NAME } from '../xray/trace-header.ts';
import type { TraceHeader } from '../xray/trace-header.ts';
import { readNote, rememberIncoming, validSpanContext } from './incoming-trace.ts';
import { readTraceHeader } from './read-trace-header.ts';

/** What the X-Ray propagator is told about its surroundings. */
export interface XRayPropagatorOptions {
  /** The trace header of the Lambda invocation (`_X_AMZN_TRACE_ID`), asked where a carrier gives no parent. */
  readonly lambdaTraceHeader?: () => string | undefined;
}

const upstream = new AWSXRayPropagator();

/**
 * Reads and writes `X-Amzn-Trace-Id`. Upstream's propagator writes Root, Parent and Sampled; what is read is what it
 * reads too and what it refuses or drops: a Root without Parent, an undecided `Sampled`, any order and case, and
 * the Lineage and custom fields, which go on to every outgoing header. Never throws.
 */
export function createXRayPropagator(options: XRayPropagatorOptions = {}): TextMapPropagator {
  return new XRayPropagator(options);
}

class XRayPropagator implements TextMapPropagator {
  readonly #options: XRayPropagatorOptions;

  constructor(options: XRayPropagatorOptions) {
    this.#options = options;
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    try {
      const carriedFields = readNote(context)?.carriedFields ?? '';
      upstream.inject(context, carrier, carriedFields === '' ? setter : appending(setter, carriedFields));
    } catch (error) {
      diag.debug('The X-Ray trace header could not be written.', error);
    }
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    // Upstream's AWS instrumentation extracts from what a received message does not have; that is no invocation.
    if (carrier === undefined || carrier === null) return context;
    try {
      const header = readTraceHeader(carrier, getter);
      const extracted = header === undefined ? context : continueTrace(context, header);
      return this.#withLambdaParent(extracted);
    } catch (error) {
      diag.debug('The X-Ray trace header could not be read.', error);
      return context;
    }
  }

  fields(): string[] {
    return [TRACE_HEADER_NAME];
  }

  #withLambdaParent(context: Context): Context {
    const { lambdaTraceHeader } = this.#options;
    if (lambdaTraceHeader === undefined || validSpanContext(context) !== undefined) return context;
    return continueTraceHeader(context, lambdaTraceHeader() ?? '');
  }
}

/**
 * The context in which the next span belongs to the header's trace: as a child of Parent, or without Parent as a
 * segment of its own that has the trace id of Root.
 */
export function continueTrace(context: Context, header: TraceHeader): Context {
  const { traceId, parentId, sampled } = header;
  const carriedFields = formatCarriedFields(header);
  const undecided = sampled === undefined || sampled === '?';
  if (parentId !== undefined) {
    const traceFlags = sampled === '1' ? TraceFlags.SAMPLED : TraceFlags.NONE;
    const parent: SpanContext = { traceId, spanId: parentId, traceFlags, isRemote: true };
    // Found in the same message by another propagator.
    const traceState = trace.getSpanContext(context)?.traceState;
    const extracted = trace.setSpanContext(context, traceState === undefined ? parent : { ...parent, traceState });
    const worthNoting = undecided || carriedFields !== '';
    return rememberIncoming(
      extracted,
      worthNoting ? { traceId, parentId, sampled, undecided, requested: sampled === '?', carriedFields } : undefined,
    );
  }
  const parent = validSpanContext(context);
  // Another propagator found a parent in the same message; a Root alone says less. A span of our own around the
  // message is no parent of it.
  const asRoot = parent?.isRemote === true ? context : trace.deleteSpan(context);
  return rememberIncoming(asRoot, { traceId, sampled, undecided, requested: sampled === '?', carriedFields });
}

/**
 * The context that continues a trace header given as text; the same context where the text is no valid header. Never
 * throws.
 */
export function continueTraceHeader(context: Context, text: string): Context {
  const header = parseTraceHeader(text);
  return header === undefined ? context : continueTrace(context, header);
}

function appending(setter: TextMapSetter, carriedFields: string): TextMapSetter {
  return { set: (carrier: unknown, key, value) => setter.set(carrier, key, `${value};${carriedFields}`) };
}
