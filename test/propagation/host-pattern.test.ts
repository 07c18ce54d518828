import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHostMatcher } from '../../src/propagation/host-pattern.ts';

test.each<[string, string, boolean]>([
  ['api.test', 'api.test', true],
  ['api.test', 'API.Test:443', true],
  ['API.test', 'api.test', true],
  ['api.test', 'api.test.', true],
  ['api.test', 'my-api.test', false],
  ['api.test', 'api.test.evil.example', false],
  ['*.test', 'a.b.test:80', true],
  ['*.test', 'test', false],
  ['*.test', 'a.test.evil.example', false],
  ['api-*-eu.test', 'api-1-eu.test', true],
  ['api-*-eu.test', 'api-eu.test', false],
  ['*', 'anything.test:1', true],
  ['api.test:8080', 'api.test:8080', true],
  ['api.test:8080', 'api.test:80', false],
  ['api.test:8080', 'api.test', false],
  ['api.test:*', 'api.test:80', true],
  ['[::1]', '[::1]:8080', true],
  ['[::1]:8080', '[::1]:8080', true],
  ['[::1]:8080', '[::1]:80', false],
  ['[::*]:80', '[::1]:80', true],
  ['127.0.0.*', '127.0.0.1:3000', true],
])('%s and %s: %s', (pattern, host, expected) => {
  expect(createHostMatcher([pattern])(host)).toBe(expected);
});

test('one of several patterns is enough, and none matches nothing', () => {
  expect(createHostMatcher(['a.test', 'b.test'])('b.test:443')).toBe(true);
  expect(createHostMatcher([])('b.test:443')).toBe(false);
});

test('wildcards mean what the same regular expression means', () => {
  const text = (units: readonly string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 10 });
  fc.assert(
    fc.property(text(['a', 'b', '*']), text(['a', 'b']), (pattern, host) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      expect(createHostMatcher([pattern])(host)).toBe(expression.test(host));
    }),
    { numRuns: 1000 },
  );
});

test('a hostile pattern and host of 1 MiB are compared at once', () => {
  expect(createHostMatcher(['*a'.repeat(1000)])('a'.repeat(1024 * 1024))).toBe(true);
  expect(createHostMatcher([`${'*a'.repeat(1000)}b`])('a'.repeat(1024 * 1024))).toBe(false);
});
