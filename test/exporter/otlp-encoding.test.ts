import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonEncoding, type OtlpEncoding, protobufEncoding } from '../../src/exporter/otlp-encoding.ts';
import { decodeOtlpProtobuf } from '../../src/local/receiver/decode-otlp-protobuf.ts';
import { endedSpans } from './ended-spans.ts';

/** A request of several pieces. */
function requestOf(encoding: OtlpEncoding, ...pieces: ReadableSpan[][]): Buffer {
  return Buffer.from(encoding.join(pieces.flatMap((spans) => encoding.encode(spans))));
}

const text = (value: string) => new TextEncoder().encode(value);

/** `ExportTraceServiceResponse{partial_success{rejected_spans: 3, error_message: "too old"}}` */
const PARTIAL = Uint8Array.from([0x0a, 0x0b, 0x08, 0x03, 0x12, 0x07, ...text('too old')]);

test('spans are encoded in either form', () => {
  expect(JSON.parse(requestOf(jsonEncoding, endedSpans(2)).toString())).toMatchObject({
    resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'span-0' }, { name: 'span-1' }] }] }],
  });
  expect(requestOf(protobufEncoding, endedSpans(2)).includes('span-1')).toBe(true);
});

test('requests that are joined hold the spans of all, in order', () => {
  const [one, two] = [endedSpans(3).slice(0, 1), endedSpans(3).slice(1)];
  const json = requestOf(jsonEncoding, one, two);
  const { resourceSpans } = JSON.parse(json.toString()) as {
    resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[];
  };
  const names = resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
  );
  expect(names).toEqual(['span-0', 'span-1', 'span-2']);
  const protobuf = requestOf(protobufEncoding, one, two);
  expect(decodeOtlpProtobuf(protobuf)).toMatchObject({
    ok: true,
    spans: [{ name: 'span-0' }, { name: 'span-1' }, { name: 'span-2' }],
  });
});

test('a partial success is read in either form', () => {
  const expected = { rejectedSpans: 3, errorMessage: 'too old' };
  expect(protobufEncoding.readPartialSuccess(PARTIAL)).toEqual(expected);
  expect(
    jsonEncoding.readPartialSuccess(text('{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}')),
  ).toEqual(expected);
  expect(jsonEncoding.readPartialSuccess(text('{"partialSuccess":{"rejectedSpans":1}}'))).toEqual({
    rejectedSpans: 1,
    errorMessage: 'rejected by the collector',
  });
});

test.each([
  '',
  '{}',
  'ok',
  'null',
  '[]',
  '{"partialSuccess":null}',
  '{"partialSuccess":{}}',
  '{"partialSuccess":{"errorMessage":"a warning"}}',
])('the answer %s takes nothing back', (answer) => {
  expect(jsonEncoding.readPartialSuccess(text(answer))).toBeUndefined();
});

test('answers of any bytes are read without a throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      jsonEncoding.readPartialSuccess(bytes);
      protobufEncoding.readPartialSuccess(bytes);
    }),
  );
});
