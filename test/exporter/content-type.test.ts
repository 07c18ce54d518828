import { expect, test } from 'vitest';
import { contentTypeOf } from '../../src/exporter/content-type.ts';

test('JSON is told from protobuf', () => {
  expect(contentTypeOf('http/json')).toBe('application/json');
  expect(contentTypeOf('http/protobuf')).toBe('application/x-protobuf');
});
