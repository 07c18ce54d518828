import { context, createContextKey, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { TextMapPropagator } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capture, withSegment } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

const TRACE_ID = '5759e988bd862e3fe1be46a994272793';
const PARENT_ID = '53995c3f42cd8ad8';
const HEADER = `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=${PARENT_ID};Sampled=1`;

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

test('a segment is the root of a trace of its own, also inside another one', () => {
  withSegment('outer', (outer) => {
    withSegment('inner', (inner) => {
      expect(trace.getActiveSpan()).toBe(inner);
      expect(inner.spanContext().traceId).not.toBe(outer.spanContext().traceId);
    });
    expect(trace.getActiveSpan()).toBe(outer);
  });
  for (const name of ['outer', 'inner']) {
    expect(tracing.span(name).parentSpanContext).toBeUndefined();
    expect(tracing.span(name).kind).toBe(SpanKind.INTERNAL);
    expect(tracing.span(name).attributes).toEqual({});
  }
});

test('a header continues its trace as the segment of a consumer', () => {
  withSegment('worker', () => capture('block', () => {}), { header: HEADER });
  const worker = tracing.span('worker');
  expect(worker.spanContext().traceId).toBe(TRACE_ID);
  expect(worker.parentSpanContext).toMatchObject({ spanId: PARENT_ID, isRemote: true });
  expect(worker.kind).toBe(SpanKind.CONSUMER);
  expect(tracing.span('block').parentSpanContext?.spanId).toBe(worker.spanContext().spanId);
});

test('what the propagator leaves in the context is there in the segment', () => {
  const key = createContextKey('left by a propagator');
  const propagator: TextMapPropagator = {
    inject: () => {},
    extract: (parent, carrier, getter) => parent.setValue(key, getter.get(carrier, 'x-amzn-trace-id')),
    fields: () => [],
  };
  stopTracing();
  tracing = startTracing({ propagator });
  withSegment('worker', () => expect(context.active().getValue(key)).toBe('Root=1-5759e988-bd862e3fe1be46a994272793'), {
    header: 'Root=1-5759e988-bd862e3fe1be46a994272793',
  });
  expect(tracing.span('worker').kind).toBe(SpanKind.CONSUMER);
  expect(tracing.lines).toEqual([]);
});

test.each([
  ['SERVER by attribute', SpanKind.SERVER, undefined, { 'aws.local.service': 'worker' }],
  ['SERVER with a header by attribute', SpanKind.SERVER, HEADER, { 'aws.local.service': 'worker' }],
  ['CONSUMER by span name', SpanKind.CONSUMER, HEADER, {}],
  ['INTERNAL by span name', SpanKind.INTERNAL, undefined, {}],
  [
    'INTERNAL with a header as a local root',
    SpanKind.INTERNAL,
    HEADER,
    { 'aws.local.service': 'worker', 'aws.span.kind': 'LOCAL_ROOT' },
  ],
] as const)('the exporter makes a segment of that name of a span of kind %s', (_what, kind, header, attributes) => {
  withSegment('worker', () => {}, { kind, header });
  expect(tracing.span('worker').kind).toBe(kind);
  expect(tracing.span('worker').attributes).toEqual(attributes);
});

test('links tell the other traces that the work belongs to', () => {
  withSegment('worker', () => {}, { links: [{ context: { traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1 } }] });
  expect(tracing.span('worker').links.map((link) => link.context.traceId)).toEqual([TRACE_ID]);
});

test('results and errors pass through, and errors are recorded', async () => {
  const error = new Error('out of roles');
  expect(withSegment('one', () => 7)).toBe(7);
  await expect(withSegment('two', async () => 8)).resolves.toBe(8);
  await expect(withSegment('three', () => Promise.reject(error))).rejects.toBe(error);
  expect(() =>
    withSegment('four', () => {
      throw error;
    }),
  ).toThrow(error);
  const codes = tracing.spans().map((span) => span.status.code);
  expect(codes).toEqual([SpanStatusCode.UNSET, SpanStatusCode.UNSET, SpanStatusCode.ERROR, SpanStatusCode.ERROR]);
});

test('names are made legal', () => {
  withSegment('night<ly>\treport', () => {});
  expect(tracing.span('nightly report')).toBeDefined();
});

describe('wrong arguments', () => {
  test.each([[undefined], [null], [{}]])('%j instead of a function is a TypeError', (fn) => {
    // @ts-expect-error a wrong type on purpose
    expect(() => withSegment('x', fn)).toThrow(TypeError);
  });

  test.each([[undefined], [null], [''], [42], [Symbol('name')]])(
    '%s instead of a name runs as "withSegment"',
    (name) => {
      // @ts-expect-error a wrong type on purpose
      expect(withSegment(name, () => 7)).toBe(7);
      expect(tracing.span('withSegment')).toBeDefined();
      expect(tracing.lines).toHaveLength(1);
      expect(tracing.lines[0]).toMatch(/^warn: "withSegment" got .* as its name; expected a non-empty string/);
    },
  );

  test.each([
    ['garbage'],
    ['Root='],
    ['Root=1-5759e988-bd862e3fe1be46a994272793'.slice(0, -1)],
    ['\u0000;=;=\r\n'],
    ['x'.repeat(2 ** 20)],
    [null],
    [42],
    [{ Root: 1 }],
    [Symbol('header')],
  ])('the header %s begins a new trace, with one line', (header) => {
    // @ts-expect-error a wrong type on purpose
    expect(withSegment('worker', () => 7, { header })).toBe(7);
    expect(tracing.span('worker').parentSpanContext).toBeUndefined();
    expect(tracing.span('worker').kind).toBe(SpanKind.INTERNAL);
    expect(tracing.lines).toHaveLength(1);
    expect(tracing.lines[0]).toMatch(/^warn: "withSegment" got .{0,90}; expected .* The segment begins a new trace\.$/);
  });

  test('an absent or empty header is none', () => {
    withSegment('worker', () => {}, { header: undefined });
    withSegment('worker', () => {}, { header: '' });
    expect(tracing.lines).toEqual([]);
  });

  test.each([[null], [42], [{ kind: SpanKind.CLIENT }], [{ kind: 'SERVER' }], [{ links: 5 }]])(
    'options %j are refused with one line, and the function runs',
    (options) => {
      // @ts-expect-error a wrong type on purpose
      expect(withSegment('worker', () => 7, options)).toBe(7);
      expect(tracing.lines).toHaveLength(1);
      expect(tracing.lines[0]).toMatch(/^warn: "withSegment" got .*; expected /);
    },
  );
});
