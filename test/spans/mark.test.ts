import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capture, markError, markFault, markThrottle, withSegment } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

interface Flags {
  readonly error: boolean;
  readonly throttle: boolean;
  readonly fault: boolean;
}

/** What the collector's exporter makes of a span's status: `http.status_code` first, then the stable name. */
function exportedFlags(name: string): Flags {
  const { attributes, status } = tracing.span(name);
  const code = Number(attributes['http.status_code'] ?? attributes['http.response.status_code'] ?? 0);
  const isCoded = code >= 400 && code <= 599;
  return {
    error: code >= 400 && code <= 499,
    throttle: code === 429,
    fault: isCoded ? code >= 500 : status.code === SpanStatusCode.ERROR,
  };
}

const ERROR: Flags = { error: true, throttle: false, fault: false };
const THROTTLE: Flags = { error: true, throttle: true, fault: false };
const FAULT: Flags = { error: false, throttle: false, fault: true };

test.each([
  ['markError', [markError], ERROR, { 'aws.xray.error': true, 'http.status_code': 400 }],
  ['markThrottle', [markThrottle], THROTTLE, { 'aws.xray.throttle': true, 'http.status_code': 429 }],
  ['markFault, which invents no HTTP', [markFault], FAULT, { 'aws.xray.fault': true }],
  [
    'an error that turns out a throttle',
    [markError, markThrottle],
    THROTTLE,
    { 'aws.xray.error': false, 'aws.xray.throttle': true, 'http.status_code': 429 },
  ],
  [
    'a throttle that is an error',
    [markThrottle, markError],
    THROTTLE,
    { 'aws.xray.throttle': true, 'http.status_code': 429 },
  ],
  [
    'an error that turns out a fault',
    [markError, markFault],
    FAULT,
    { 'aws.xray.error': false, 'aws.xray.fault': true, 'http.status_code': 500 },
  ],
  [
    'a fault that turns out an error',
    [markFault, markError],
    ERROR,
    { 'aws.xray.fault': false, 'aws.xray.error': true, 'http.status_code': 400 },
  ],
  ['a mark made twice', [markError, markError], ERROR, { 'aws.xray.error': true, 'http.status_code': 400 }],
])('%s', (_what, marks, flags, attributes) => {
  withSegment('worker', () => capture('block', () => marks.forEach((mark) => mark())));
  expect(exportedFlags('block')).toEqual(flags);
  expect(tracing.span('block').attributes).toEqual(attributes);
  expect(tracing.span('worker').attributes).toEqual({});
  expect(tracing.lines).toEqual([]);
});

test.each([
  ['markError', markError, ERROR],
  ['markThrottle', markThrottle, THROTTLE],
  ['markFault', markFault, FAULT],
])(
  '%s holds against the status that an HTTP server answers afterwards, which stays on display',
  (_what, mark, flags) => {
    for (const status of [200, 404, 503]) {
      const attributes = { 'http.request.method': 'GET' };
      trace.getTracer('http').startActiveSpan(`GET ${status}`, { kind: SpanKind.SERVER, attributes }, (span) => {
        mark();
        span.setAttribute('http.response.status_code', status);
        span.end();
      });
      expect(exportedFlags(`GET ${status}`)).toEqual(flags);
      // Of the two attributes the exporter shows the later one.
      const keys = Object.keys(tracing.span(`GET ${status}`).attributes);
      expect(keys.indexOf('http.response.status_code')).toBeGreaterThan(keys.indexOf('http.status_code'));
    }
  },
);

test('an error that is thrown after markError stays an error, with its cause', () => {
  withSegment('worker', () => {
    expect(() =>
      capture('block', () => {
        markError();
        throw new RangeError('too many');
      }),
    ).toThrow(RangeError);
  });
  expect(exportedFlags('block')).toEqual(ERROR);
  expect(tracing.span('block').events[0]?.attributes?.['exception.type']).toBe('RangeError');
});
