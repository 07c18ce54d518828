import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, expect, test } from 'vitest';
import { createCauseProcessor } from '../../src/spans/index.ts';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({
  spanProcessors: [createCauseProcessor(), new SimpleSpanProcessor({ exporter })],
});
afterEach(() => exporter.reset());

function recorded(...errors: (Error | string)[]): unknown[] {
  const span = provider.getTracer('app').startSpan('work');
  for (const error of errors) span.recordException(error);
  span.end();
  return exporter.getFinishedSpans().flatMap(({ events }) => events.map(({ attributes }) => attributes));
}

test('an error that anybody records on a span of the SDK keeps its causes', () => {
  const error = Object.assign(new Error('order failed', { cause: new TypeError('no price') }), { code: 'E_ORDER' });
  expect(recorded(error)).toEqual([
    {
      'exception.type': 'E_ORDER',
      'exception.message': 'order failed',
      'exception.stacktrace': expect.stringContaining('\n  [cause]: TypeError: no price\n    at ') as string,
    },
  ]);
});

test('errors without causes and texts are recorded as before, by every span', () => {
  const error = new TypeError('plain');
  const expected = {
    'exception.type': 'TypeError',
    'exception.message': 'plain',
    'exception.stacktrace': error.stack,
  };
  expect(recorded(error, 'text')).toEqual([expected, { 'exception.message': 'text' }]);
  expect(recorded(error)).toContainEqual(expected);
});

test('an error whose cause cannot be read is recorded without it', () => {
  const error = new Error('odd');
  Object.defineProperty(error, 'cause', {
    get() {
      throw new Error('no');
    },
  });
  expect(recorded(error)).toMatchObject([{ 'exception.message': 'odd', 'exception.stacktrace': error.stack }]);
});

test('a span that records nothing is left alone', () => {
  expect(() =>
    createCauseProcessor().onStart(
      trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }) as never,
      {} as never,
    ),
  ).not.toThrow();
});
