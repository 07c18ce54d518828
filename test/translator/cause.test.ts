import { describe, expect, test } from 'vitest';
import { makeCause, usesStatusText } from '../../src/translator/cause.ts';
import type { Attributes, SpanRecord, SpanRecordEvent } from '../../src/translator/span.ts';
import { countIds, makeSpan } from './spans.ts';

const AWS_CALL = { 'rpc.system': 'aws-api' };

function causeOf(changes: Partial<SpanRecord>) {
  const span = makeSpan(changes);
  return makeCause(span, countIds());
}

function event(name: string, attributes: Attributes, timeUnixNano = 1_700_000_000_123_456_789n): SpanRecordEvent {
  return { name, timeUnixNano, attributes };
}

test('an exception is told whatever the status', () => {
  const events = [event('other', {}), event('exception', { 'exception.type': 'E', 'exception.message': 'm' })];
  for (const code of ['unset', 'ok', 'error'] as const) {
    expect(causeOf({ events, status: { code, message: 's' } })?.exceptions).toMatchObject([
      { id: '0000000000000001', type: 'E', message: 'm', remote: false },
    ]);
  }
});

test('exceptions of calls are remote', () => {
  const cause = causeOf({ kind: 'client', events: [event('exception', {})] });
  expect(cause?.exceptions).toMatchObject([{ remote: true, type: '', message: '' }]);
});

test('nodejs has no stack parser in this exporter', () => {
  const resource = { attributes: { 'telemetry.sdk.language': 'nodejs' } };
  const events = [event('exception', { 'exception.stacktrace': 'E: m\n    at f (/a/b.js:1:2)' })];
  expect(causeOf({ resource, events })?.exceptions?.[0]?.stack).toBeUndefined();
});

describe('without exceptions', () => {
  test('an error is told by its message', () => {
    expect(causeOf({ status: { code: 'error', message: 'm' } })).toEqual({
      exceptions: [{ id: '0000000000000001', message: 'm', type: '' }],
    });
  });

  test('else by the old status text, which is used up', () => {
    const attributes = { 'http.status_text': 'Not Found', other: 1n };
    const failed = makeSpan({ attributes, status: { code: 'error', message: '' } });
    expect(causeOf(failed)?.exceptions).toMatchObject([{ message: 'Not Found' }]);
    expect(usesStatusText(failed)).toBe(true);
    expect(usesStatusText(makeSpan({ attributes }))).toBe(false);
    expect(usesStatusText({ ...failed, events: [event('exception', {})] })).toBe(false);
  });

  test('else by nothing', () => {
    expect(causeOf({ status: { code: 'error', message: '' } })).toBeUndefined();
  });
});

describe('failed attempts of AWS calls', () => {
  const failure = { 'http.response.status_code': 503n, 'aws.http.error_message': 'slow down' };

  test('are exceptions with code, time and reason', () => {
    const events = [event('HTTP request failure', failure)];
    expect(causeOf({ attributes: AWS_CALL, events })?.exceptions).toMatchObject([
      { type: 'aws.http.error.event', remote: true, message: '503@1700000000.123456@slow down' },
    ]);
  });

  test('leave an empty cause when they tell nothing', () => {
    expect(causeOf({ attributes: AWS_CALL, events: [event('HTTP request failure', {})] })).toEqual({});
  });

  test('are not looked at on other calls', () => {
    expect(causeOf({ events: [event('HTTP request failure', failure)] })).toBeUndefined();
  });
});
