import { createTraceState, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getIncomingTrace, isUndecided, rootHint } from '../../src/propagation/incoming-trace.ts';
import { continueTraceHeader, createXRayPropagator } from '../../src/propagation/xray-propagator.ts';
import { extract, inject, PARENT, ROOT, W3C_TRACE, withLocalSpan, XRAY_PARENT, XRAY_TRACE } from './trace-headers.ts';

const propagator = createXRayPropagator();
const COMPLETE = `${ROOT};${PARENT};Sampled=1`;

test('a complete header gives a remote parent and nothing else', () => {
  const context = extract(propagator, { 'x-amzn-trace-id': COMPLETE });
  expect(trace.getSpanContext(context)).toMatchObject({
    traceId: XRAY_TRACE,
    spanId: XRAY_PARENT,
    traceFlags: 1,
    isRemote: true,
  });
  expect(getIncomingTrace(context)).toBeUndefined();
});

test('the header is found in any case, and among several values', () => {
  for (const headers of [{ 'X-Amzn-Trace-Id': COMPLETE }, { 'X-AMZN-TRACE-ID': ['junk', COMPLETE] }]) {
    expect(trace.getSpanContext(extract(propagator, headers))?.spanId).toBe(XRAY_PARENT);
  }
});

test('without a valid header the context stays the same object', () => {
  for (const headers of [{}, { 'x-amzn-trace-id': '' }, { 'x-amzn-trace-id': [] }, { 'x-amzn-trace-id': PARENT }]) {
    expect(extract(propagator, headers)).toBe(ROOT_CONTEXT);
  }
});

describe('a Root without Parent', () => {
  test('is remembered with what is said about sampling, and makes no parent', () => {
    const context = extract(propagator, { 'x-amzn-trace-id': `${ROOT};Sampled=0;Lineage=a:1;Team=red` });
    expect(trace.getSpan(context)).toBeUndefined();
    expect(getIncomingTrace(context)).toEqual({
      rootTraceId: XRAY_TRACE,
      sampled: '0',
      undecided: false,
      requested: false,
      carriedFields: 'Lineage=a:1;Team=red',
    });
    expect(rootHint(context)).toBe('0');
  });

  test('takes the place of a span of our own around the message', () => {
    const context = continueTraceHeader(withLocalSpan(ROOT_CONTEXT, W3C_TRACE), ROOT);
    expect(getIncomingTrace(context)?.rootTraceId).toBe(XRAY_TRACE);
  });

  test('is no longer pending once a span continues it', () => {
    const context = withLocalSpan(continueTraceHeader(ROOT_CONTEXT, `${ROOT};Sampled=1`), XRAY_TRACE);
    expect(getIncomingTrace(context)).toMatchObject({ undecided: false, sampled: '1' });
    expect(getIncomingTrace(context)?.rootTraceId).toBeUndefined();
    expect(rootHint(context)).toBeUndefined();
  });
});

describe('an open decision', () => {
  test.each([`${ROOT};${PARENT}`, `${ROOT};${PARENT};Sampled=?`, ROOT, `${ROOT};Sampled=?`])(
    'of %s is ours, until a span of ours has made it',
    (header) => {
      const context = continueTraceHeader(ROOT_CONTEXT, header);
      expect(isUndecided(context)).toBe(true);
      expect(rootHint(context)).toBeUndefined();
      expect(isUndecided(withLocalSpan(context, XRAY_TRACE))).toBe(false);
    },
  );

  test('of one message says nothing about the next one in its context', () => {
    const first = continueTraceHeader(ROOT_CONTEXT, `${ROOT};${PARENT};Sampled=?;Lineage=a:1`);
    const second = continueTraceHeader(first, COMPLETE);
    expect(isUndecided(second)).toBe(false);
    expect(getIncomingTrace(second)).toBeUndefined();
  });
});

describe('an outgoing header', () => {
  test('names the active span and its decision', () => {
    expect(inject(propagator, withLocalSpan(ROOT_CONTEXT, XRAY_TRACE, 0))).toEqual({
      'x-amzn-trace-id': `${ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=0`,
    });
  });

  test('passes Lineage and custom fields on, never Self', () => {
    const context = continueTraceHeader(ROOT_CONTEXT, `Self=1-1-1;Team=red;${COMPLETE};Lineage=a:1`);
    expect(inject(propagator, withLocalSpan(context, XRAY_TRACE))['x-amzn-trace-id']).toBe(
      `${ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=1;Lineage=a:1;Team=red`,
    );
  });

  test('is not written without a valid span', () => {
    expect(inject(propagator, continueTraceHeader(ROOT_CONTEXT, ROOT))).toEqual({});
  });
});

test('an existing tracestate stays with the trace, as upstream has it', () => {
  const before = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: W3C_TRACE,
    spanId: XRAY_PARENT,
    traceFlags: 1,
    isRemote: true,
    traceState: createTraceState('vendor=1'),
  });
  expect(
    trace.getSpanContext(extract(propagator, { 'x-amzn-trace-id': COMPLETE }, before))?.traceState?.serialize(),
  ).toBe('vendor=1');
});

test('what one service writes the next one reads, whatever it received', () => {
  const field = fc.constantFrom(
    ROOT,
    PARENT,
    'Sampled=1',
    'Sampled=0',
    'Sampled=?',
    'Lineage=a:1|b:2',
    'Team=red',
    'Self=1-1-1',
    'junk',
    `A=${'a'.repeat(300)}`,
  );
  fc.assert(
    fc.property(fc.array(field), fc.constantFrom(0, 1), (fields, flags) => {
      const received = continueTraceHeader(ROOT_CONTEXT, fields.join(';'));
      const sent = inject(propagator, withLocalSpan(received, XRAY_TRACE, flags)) as Record<string, string>;
      const next = extract(propagator, sent);
      expect(trace.getSpanContext(next)).toMatchObject({
        traceId: XRAY_TRACE,
        spanId: 'aaaaaaaaaaaaaaaa',
        traceFlags: flags,
      });
      expect(isUndecided(next)).toBe(false);
      expect(getIncomingTrace(next)?.carriedFields ?? '').toBe(getIncomingTrace(received)?.carriedFields ?? '');
    }),
  );
});
