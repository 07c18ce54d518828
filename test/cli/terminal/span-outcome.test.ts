import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../../src/cli/terminal/span-outcome.ts';
import type { Attributes, SpanRecordStatus } from '../../../src/local/span-record.ts';
import { sampleSpan } from '../../local/sample-span.ts';

const UNSET = { code: 'unset', message: '' } as const;
const ERROR = { code: 'error', message: '' } as const;

function outcome(attributes: Attributes, status: SpanRecordStatus = UNSET, exceptionType?: string) {
  const attributesOfEvent = exceptionType === undefined ? {} : { 'exception.type': exceptionType };
  const events = [{ name: 'exception', timeUnixNano: 0n, attributes: attributesOfEvent }];
  return outcomeOf(sampleSpan({ spanId: '1'.repeat(16), attributes, status, events }));
}

describe('the outcome of a span', () => {
  test.each([
    [{ 'http.response.status_code': 200 }, 'ok'],
    [{ 'http.response.status_code': 304 }, 'ok'],
    [{ 'http.response.status_code': 404 }, 'error'],
    [{ 'http.status_code': 418 }, 'error'],
    [{ 'http.response.status_code': 429 }, 'throttle'],
    [{ 'http.response.status_code': 500 }, 'fault'],
    [{ 'http.status_code': 503 }, 'fault'],
    [{ 'http.status_code': 429, 'http.response.status_code': 400 }, 'throttle'],
    [{}, 'ok'],
  ] as const)('%j is %s', (attributes, expected) => {
    expect(outcome(attributes)).toBe(expected);
  });

  test('follows the span status where there is no HTTP status that says it', () => {
    expect(outcome({}, ERROR)).toBe('fault');
    expect(outcome({ 'http.response.status_code': 200 }, ERROR)).toBe('fault');
    expect(outcome({ 'http.response.status_code': 404 }, ERROR)).toBe('error');
  });

  test('is throttle when AWS says so by its own error, with the status 400', () => {
    const attributes = { 'rpc.system': 'aws-api', 'http.response.status_code': 400 };
    expect(outcome(attributes, ERROR, 'ThrottlingException')).toBe('throttle');
    expect(outcome({ ...attributes, 'error.type': 'ProvisionedThroughputExceededException' }, ERROR)).toBe('throttle');
    expect(outcome({ ...attributes, 'aws.error.throttling': true }, ERROR)).toBe('throttle');
    expect(outcome(attributes, ERROR, 'ValidationException')).toBe('error');
    expect(outcome({}, ERROR, 'ThrottlingException')).toBe('fault');
  });
});
