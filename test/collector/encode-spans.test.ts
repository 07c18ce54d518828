import { expect, test } from 'vitest';
import { decodeOtlpProtobuf } from '../../src/local/receiver/decode-otlp-protobuf.ts';
import { generateSpans } from './generated-spans.ts';
import { encodeSpans } from './support/encode-spans.ts';

function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item)]));
}

test('spans are written as the local receiver reads them', () => {
  const spans = generateSpans(300);
  const result = decodeOtlpProtobuf(encodeSpans(spans));
  expect(result.ok && result.spans.map(comparable)).toEqual(spans.map(comparable));
});

test('the same spans are generated on every run, each of its own trace', () => {
  const spans = generateSpans(50);
  expect(generateSpans(50)).toEqual(spans);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(50);
});
