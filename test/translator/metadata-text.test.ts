import { expect, test } from 'vitest';
import { parseMetadataText } from '../../src/translator/metadata-text.ts';

test('an object of JSON is read', () => {
  expect(parseMetadataText(' {"a":{"b":[1,null]}} ')).toEqual({ a: { b: [1, null] } });
});

test('null is null', () => {
  expect(parseMetadataText('null')).toBeNull();
});

test.each([
  '',
  'x',
  '[]',
  '"x"',
  '5',
  'true',
  '{"a":1e400}',
  '{"a":[{"b":-1e400}]}',
  '{',
  `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`,
])('%s stays a text', (text) => {
  expect(parseMetadataText(text)).toBeUndefined();
});
