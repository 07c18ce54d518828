import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { getIncomingTrace, isUndecided } from '../../src/propagation/incoming-trace.ts';
import { trustIncoming } from '../../src/propagation/trust-incoming.ts';
import { createXRayPropagator } from '../../src/propagation/xray-propagator.ts';
import { extract, inject, PARENT, ROOT, withLocalSpan, XRAY_PARENT, XRAY_TRACE } from './trace-headers.ts';

const xray = createXRayPropagator();
const headers = { 'x-amzn-trace-id': `${ROOT};${PARENT};Sampled=1;Lineage=a:1` };

test('all is the propagator itself', () => {
  expect(trustIncoming(xray, 'all')).toBe(xray);
});

test('id keeps the trace, its parent and its carried fields, and opens the decision', () => {
  const context = extract(trustIncoming(xray, 'id'), headers);
  expect(trace.getSpanContext(context)).toMatchObject({ traceId: XRAY_TRACE, spanId: XRAY_PARENT, isRemote: true });
  expect(getIncomingTrace(context)).toEqual({ undecided: true, requested: false, carriedFields: 'Lineage=a:1' });
  expect(isUndecided(withLocalSpan(context, XRAY_TRACE))).toBe(false);
});

test('id opens nothing where nothing came in', () => {
  expect(extract(trustIncoming(xray, 'id'), {})).toBe(ROOT_CONTEXT);
  const within = withLocalSpan(ROOT_CONTEXT, XRAY_TRACE);
  expect(extract(trustIncoming(xray, 'id'), {}, within)).toBe(within);
});

test('none reads nothing', () => {
  expect(extract(trustIncoming(xray, 'none'), headers)).toBe(ROOT_CONTEXT);
});

test('what goes out does not depend on whom we trust', () => {
  const context = withLocalSpan(ROOT_CONTEXT, XRAY_TRACE);
  for (const trust of ['all', 'id', 'none'] as const) {
    const propagator = trustIncoming(xray, trust);
    expect(inject(propagator, context)).toEqual(inject(xray, context));
    expect(propagator.fields()).toEqual(['x-amzn-trace-id']);
  }
});
