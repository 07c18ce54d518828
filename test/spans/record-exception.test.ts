import { SpanStatusCode } from '@opentelemetry/api';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capture, recordException, withSegment } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

function recorded(error: unknown): unknown {
  withSegment('worker', () => capture('block', () => recordException(error)));
  const [event, ...others] = tracing.span('block').events;
  expect(event?.name).toBe('exception');
  expect(others).toEqual([]);
  return event?.attributes;
}

test('an exception is recorded on the active subsegment, and that alone makes no fault', () => {
  const error = new TypeError('no cache');
  expect(recorded(error)).toEqual({
    'exception.type': 'TypeError',
    'exception.message': 'no cache',
    'exception.stacktrace': error.stack,
  });
  expect(tracing.span('block').status.code).toBe(SpanStatusCode.UNSET);
  expect(tracing.span('worker').events).toEqual([]);
});

test('a system error goes by its code, as OpenTelemetry has it', () => {
  expect(recorded(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toMatchObject({
    'exception.type': 'ECONNREFUSED',
  });
});

test.each<[string, unknown, string]>([
  ['a string', 'boom', 'boom'],
  ['an empty string', '', '(empty string)'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
  ['a number', 0, '0'],
  ['a BigInt', 5n, '5'],
  ['a symbol', Symbol('x'), 'Symbol(x)'],
  ['a function', function boom() {}, '[function boom]'],
  ['an object', { status: 500 }, '{"status":500}'],
  ['an object without prototype', Object.create(null), '{}'],
  [
    'an error-like object',
    {
      message: 'boom',
      code: {
        toString() {
          throw new Error('no');
        },
      },
    },
    'boom',
  ],
  ['an object without message', { message: '' }, '(no message)'],
])('%s is recorded by what it says', (_what, thrown, message) => {
  expect(recorded(thrown)).toEqual({ 'exception.message': message });
  expect(tracing.lines).toEqual([]);
});

test('anything at all is recorded without a throw or a line', () => {
  withSegment('worker', () => {
    fc.assert(fc.property(fc.anything(), (thrown) => capture('block', () => recordException(thrown))));
  });
  const blocks = tracing.spans().filter(({ name }) => name === 'block');
  expect(blocks.every((span) => span.events.length === 1)).toBe(true);
  expect(tracing.lines).toEqual([]);
});
