import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { GrpcError, isRetryable, readGrpcStatus } from '../../src/exporter/grpc-status.ts';

test.each([
  [status.CANCELLED, true],
  [status.DEADLINE_EXCEEDED, true],
  [status.ABORTED, true],
  [status.OUT_OF_RANGE, true],
  [status.UNAVAILABLE, true],
  [status.DATA_LOSS, true],
  [status.RESOURCE_EXHAUSTED, false],
  [status.UNKNOWN, false],
  [status.INVALID_ARGUMENT, false],
  [status.NOT_FOUND, false],
  [status.ALREADY_EXISTS, false],
  [status.FAILED_PRECONDITION, false],
  [status.PERMISSION_DENIED, false],
  [status.UNAUTHENTICATED, false],
  [status.UNIMPLEMENTED, false],
  [status.INTERNAL, false],
])('status %s: retryable is %s, as OTLP says', (code, expected) => {
  const read = readGrpcStatus({ ':status': 200, 'grpc-status': String(code) });
  expect(read?.name).toBe(status[code]);
  expect(read && isRetryable(read)).toBe(expected);
  expect(read && new GrpcError(read)).toMatchObject({ code, message: `${code} ${status[code]}: ` });
});

test('an exhausted collector is asked again when it says so', () => {
  const details = Buffer.from('\b\b.type.googleapis.com/google.rpc.RetryInfo').toString('base64');
  const read = readGrpcStatus({ 'grpc-status': '8', 'grpc-status-details-bin': details });
  expect(read && isRetryable(read)).toBe(true);
});

test.each([
  [400, 'INTERNAL', false],
  [401, 'UNAUTHENTICATED', false],
  [403, 'PERMISSION_DENIED', false],
  [404, 'UNIMPLEMENTED', false],
  [429, 'UNAVAILABLE', true],
  [503, 'UNAVAILABLE', true],
  [500, 'UNKNOWN', false],
  [302, 'UNKNOWN', false],
])('HTTP status %s without a status of gRPC is %s', (httpStatus, name, expected) => {
  const read = readGrpcStatus({ ':status': httpStatus });
  expect(read).toEqual({ name, details: `HTTP status ${httpStatus}`, asksToRetry: false });
  expect(read && isRetryable(read)).toBe(expected);
});

test.each([
  ['warming%20up%3A%20%C3%BC', 'warming up: ü'],
  ['100%', '100%'],
  [undefined, ''],
])('the message %s is told as "%s"', (message, details) => {
  expect(readGrpcStatus({ 'grpc-status': '14', 'grpc-message': message })?.details).toBe(details);
});

test('what is no status of gRPC is unknown, and no answer is none', () => {
  expect(readGrpcStatus({ 'grpc-status': '99' })?.name).toBe('UNKNOWN');
  expect(readGrpcStatus({})).toBeUndefined();
  expect(readGrpcStatus({ ':status': 200 })).toBeUndefined();
});
