import { diag, propagation } from '@opentelemetry/api';
import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import {
  CompositePropagator,
  isTracingSuppressed,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import type { PropagationConfig, PropagatorName } from '../config/config.ts';
import { extractMostComplete } from './extract-most-complete.ts';
import { createHostMatcher } from './host-pattern.ts';
import { injectOnce, type Writer } from './inject-once.ts';
import { createNamedPropagator } from './named-propagator.ts';
import { takeOutgoingRequest } from './outgoing-request.ts';
import { type TraceWriter, xrayAndW3cWriter } from './trace-writer.ts';
import { trustIncoming } from './trust-incoming.ts';
import type { XRayPropagatorOptions } from './xray-propagator.ts';

/**
 * The distribution's propagator. By default it reads X-Ray, W3C trace context and baggage, the most complete header
 * winning, and writes X-Ray and W3C trace context. An explicit `propagators` list gets OpenTelemetry's standard order:
 * each is read in turn and the last one that finds something wins.
 *
 * Outgoing requests carry one of each header. `propagateTo` limits the hosts that get trace headers, as far as a
 * request's host is noted (`noteCarrier`, `noteOutgoingRequest`); carriers without a host, such
 * as messages, are not limited. Baggage goes only to hosts that `propagateTo` lists, or everywhere when `propagators`
 * names it. Never throws.
 */
export function createPropagator(config: PropagationConfig, options: XRayPropagatorOptions = {}): TextMapPropagator {
  const formats = config.propagators === undefined ? defaultFormats() : namedFormats(config.propagators, options);
  return trustIncoming(new OutgoingPolicy(config, formats), config.trustIncoming);
}

interface Formats {
  readonly reader: Pick<TextMapPropagator, 'extract'>;
  readonly tracePropagators: readonly TraceWriter[];
  readonly baggage?: TextMapPropagator;
}

function defaultFormats(): Formats {
  const w3c = new W3CTraceContextPropagator();
  const baggage = new W3CBaggagePropagator();
  const reader: Formats['reader'] = {
    extract: (context, carrier, getter) =>
      extractBaggage(baggage, extractMostComplete(w3c, context, carrier, getter), carrier, getter),
  };
  return { reader, tracePropagators: [xrayAndW3cWriter], baggage };
}

/** Never throws. */
function extractBaggage(
  baggage: TextMapPropagator,
  context: Context,
  carrier: unknown,
  getter: TextMapGetter,
): Context {
  try {
    return baggage.extract(context, carrier, getter);
  } catch (error) {
    diag.debug('The baggage header could not be read.', error);
    return context;
  }
}

function namedFormats(names: readonly PropagatorName[], options: XRayPropagatorOptions): Formats {
  const propagators = [...new Set(names)].map((name) => ({ name, propagator: createNamedPropagator(name, options) }));
  const baggage = propagators.find(({ name }) => name === 'baggage')?.propagator;
  return {
    reader: new CompositePropagator({ propagators: propagators.map(({ propagator }) => propagator) }),
    tracePropagators: propagators.filter(({ name }) => name !== 'baggage').map(({ propagator }) => propagator),
    ...(baggage !== undefined && { baggage }),
  };
}

class OutgoingPolicy implements TextMapPropagator {
  readonly #reader: Formats['reader'];
  readonly #traceWriters: readonly Writer[];
  readonly #baggageWriter: Writer | undefined;
  readonly #isListed: ((host: string) => boolean) | undefined;
  readonly #isBaggageNamed: boolean;
  #isWithholdingKnown = false;

  constructor(config: PropagationConfig, formats: Formats) {
    this.#reader = formats.reader;
    this.#traceWriters = formats.tracePropagators.map(toWriter);
    this.#baggageWriter = formats.baggage && toWriter(formats.baggage);
    this.#isListed = config.propagateTo === undefined ? undefined : createHostMatcher(config.propagateTo);
    this.#isBaggageNamed = config.propagators?.includes('baggage') ?? false;
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const request = takeOutgoingRequest(context, carrier);
    const host = this.#isListed === undefined ? undefined : request?.host();
    const isListed = host !== undefined && this.#isListed?.(host) === true;
    for (const writer of this.#writersFor(context, host, isListed)) {
      try {
        injectOnce(writer, context, carrier, setter, request);
      } catch (error) {
        diag.debug('Trace headers could not be written to an outgoing request.', error);
      }
    }
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    return this.#reader.extract(context, carrier, getter);
  }

  fields(): string[] {
    return [...new Set([...this.#traceWriters, this.#baggageWriter].flatMap((writer) => writer?.fields ?? []))];
  }

  #writersFor(context: Context, host: string | undefined, isListed: boolean): readonly Writer[] {
    const allowed = host === undefined || isListed ? this.#traceWriters : [];
    if (this.#baggageWriter === undefined || !hasBaggage(context)) return allowed;
    if (this.#isBaggageNamed || isListed) return [...allowed, this.#baggageWriter];
    this.#sayOnceThatBaggageStays(context);
    return allowed;
  }

  #sayOnceThatBaggageStays(context: Context): void {
    if (this.#isWithholdingKnown || isTracingSuppressed(context)) return;
    this.#isWithholdingKnown = true;
    diag.warn(
      'Baggage was not sent with an outgoing request; it goes only to hosts that "OTEL_XRAY_PROPAGATE_TO" lists, or to all when "OTEL_PROPAGATORS" names baggage. Further ones are withheld without a word.',
    );
  }
}

function toWriter(propagator: TraceWriter): Writer {
  return { propagator, fields: propagator.fields() };
}

function hasBaggage(context: Context): boolean {
  const baggage = propagation.getBaggage(context);
  return baggage !== undefined && baggage.getAllEntries().length > 0;
}
