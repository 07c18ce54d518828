import { expect, test } from 'vitest';
import { httpStatusOf, retriesOf } from '../../../src/cli/terminal/document-field.ts';
import { timesOf } from '../../../src/local/query/document-times.ts';
import { sampleDocument } from '../../local/sample-document.ts';

test.each([
  [200, 200],
  [404n, 404],
  [0, undefined],
  [-1, undefined],
  [100_000, undefined],
  [2n ** 62n, undefined],
  [Number.NaN, undefined],
])('the status %s counts as %s', (status, expected) => {
  expect(httpStatusOf(sampleDocument({ id: 1, http: { response: { status } } }))).toBe(expected);
});

test('without an answer there is no status', () => {
  expect(httpStatusOf(sampleDocument({ id: 1 }))).toBeUndefined();
  expect(httpStatusOf(sampleDocument({ id: 1, http: { request: {} } }))).toBeUndefined();
});

test('retries stand in the block of an X-Ray SDK, or in metadata', () => {
  const attributes = { 'http.request.resend_count': 3, 'aws.retries': 2n };
  expect(retriesOf(sampleDocument({ id: 1, aws: { retries: 1 }, metadata: { default: attributes } }))).toBe(1);
  expect(retriesOf(sampleDocument({ id: 1, metadata: { default: attributes } }))).toBe(2);
  expect(retriesOf(sampleDocument({ id: 1, metadata: { default: { 'http.request.resend_count': 3 } } }))).toBe(3);
  expect(retriesOf(sampleDocument({ id: 1, metadata: { default: { 'aws.retries': 'many' } } }))).toBe(0);
});

test('a document in progress has no end, whatever it says', () => {
  const document = sampleDocument({ id: 1 });
  expect(timesOf({ ...document, start_time: 5, end_time: 6 })).toEqual({ start: 5, end: 6 });
  expect(timesOf({ ...document, start_time: 5, end_time: 6, in_progress: true })).toEqual({ start: 5 });
  expect(timesOf({ ...document, start_time: 5, end_time: undefined })).toEqual({ start: 5 });
  expect(timesOf({ ...document, start_time: NaN, end_time: Infinity })).toEqual({ start: 0, end: 0 });
});
