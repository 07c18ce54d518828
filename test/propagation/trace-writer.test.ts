import { defaultTextMapSetter, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import { suppressTracing, TraceState, W3CTraceContextPropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rememberIncoming } from '../../src/propagation/incoming-trace.ts';
import { xrayAndW3cWriter } from '../../src/propagation/trace-writer.ts';
import { createXRayPropagator } from '../../src/propagation/xray-propagator.ts';

const hex = (length: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: length, maxLength: length }),
    fc.constant('0'.repeat(length)),
    fc.constant('no id'),
  );
const spanContexts: fc.Arbitrary<SpanContext> = fc
  .record({
    traceId: hex(32),
    spanId: hex(16),
    traceFlags: fc.integer({ min: 0, max: 255 }),
    state: fc.constantFrom(undefined, 'a=b', 'a=b,c=d'),
  })
  .map(({ state, ...ids }) => (state === undefined ? ids : { ...ids, traceState: new TraceState(state) }));

test('what is written is what the two propagators write one after the other', () => {
  fc.assert(
    fc.property(
      fc.option(spanContexts),
      fc.boolean(),
      fc.constantFrom('', 'Lineage=a:1;Team=blue'),
      (spanContext, isSuppressed, carriedFields) => {
        const noted = rememberIncoming(ROOT_CONTEXT, { undecided: false, requested: false, carriedFields });
        const withSpan = spanContext === null ? noted : trace.setSpanContext(noted, spanContext);
        const context = isSuppressed ? suppressTracing(withSpan) : withSpan;
        const expected = {};
        for (const propagator of [createXRayPropagator(), new W3CTraceContextPropagator()])
          propagator.inject(context, expected, defaultTextMapSetter);
        const written = {};
        xrayAndW3cWriter.inject(context, written, defaultTextMapSetter);
        expect(Object.entries(written)).toEqual(Object.entries(expected));
      },
    ),
  );
});

test('its fields are those of both', () => {
  expect(xrayAndW3cWriter.fields()).toEqual([
    ...createXRayPropagator().fields(),
    ...new W3CTraceContextPropagator().fields(),
  ]);
});
