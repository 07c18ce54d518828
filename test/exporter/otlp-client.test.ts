import { expect, test } from 'vitest';
import { isNobodyListening } from '../../src/exporter/otlp-client.ts';

test.each([
  [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4317'), { code: 'ECONNREFUSED' }), true],
  [Object.assign(new Error('getaddrinfo ENOTFOUND collector'), { code: 'ENOTFOUND' }), true],
  [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), true],
  [
    Object.assign(
      new Error('14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED ::1:4317.'),
      { code: 14 },
    ),
    true,
  ],
  [Object.assign(new Error('14 UNAVAILABLE: warming up'), { code: 14 }), false],
  [Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), false],
  [new Error(''), false],
])('%s: nobody listens is %s', (error, expected) => {
  expect(isNobodyListening(error)).toBe(expected);
});
