import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { isThrottling } from '../../../src/instrumentation/aws-sdk/throttling.ts';

test.each([
  ['SlowDown', 503, true],
  ['ThrottlingException', 400, true],
  ['AnyError', 429, true],
  ['ResourceNotFoundException', 400, false],
  [undefined, undefined, false],
])('%s with status %s is throttling: %s', (code, status, expected) => {
  expect(isThrottling(code, status)).toBe(expected);
});

test('every error that AWS SDK v2 retries as throttled is throttling', () => {
  const { Service } = createRequire(import.meta.url)('aws-sdk') as {
    Service: { prototype: { throttledError: (error: { code: string }) => boolean } };
  };
  const codes =
    String(Service.prototype.throttledError)
      .match(/'(\w+)'/g)
      ?.map((code) => code.slice(1, -1)) ?? [];
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => !isThrottling(code, 400))).toEqual([]);
});
