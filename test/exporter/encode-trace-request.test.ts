import {
  type Attributes,
  createTraceState,
  type HrTime,
  type Link,
  SpanKind,
  SpanStatusCode,
} from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSpans, joinSpans } from '../../src/exporter/encode-trace-request.ts';
import { decodeOtlpProtobuf } from '../../src/local/receiver/decode-otlp-protobuf.ts';
import { endedSpan, endedSpans } from './ended-spans.ts';

/** Around the lengths at which the varint of a length grows, and at which texts are written in another way. */
const lengths = fc.constantFrom(0, 1, 63, 64, 65, 125, 126, 127, 128, 129, 5460, 5461, 16_383, 16_384, 70_000);
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.string({ maxLength: 200 }),
  fc
    .tuple(lengths, fc.constantFrom('a', 'ä', '€', '😀', '\ud83d'))
    .map(([length, character]) => character.repeat(length)),
);
const numbers = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(-0, 2 ** 31, 2 ** 32, 2 ** 32 - 1, 2 ** 53, 2 ** 62, 2 ** 63, -(2 ** 63), -(2 ** 64), 127, 128),
);
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    texts,
    numbers,
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ maxLength: 10 }), tie('value'), { maxKeys: 5 }),
  ),
}));
const attributeSets = fc.dictionary(texts, values, { maxKeys: 12 }) as fc.Arbitrary<Attributes>;
const times: fc.Arbitrary<HrTime> = fc.tuple(fc.nat({ max: 18_446_744_072 }), fc.nat({ max: 1_000_000_000 }));
const hex = (digits: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdefABCDEF')), minLength: digits, maxLength: digits });
const contexts = fc.record(
  {
    traceId: hex(32),
    spanId: hex(16),
    traceFlags: fc.nat({ max: 255 }),
    isRemote: fc.boolean(),
    traceState: fc.constantFrom(createTraceState('a=1,b=2'), createTraceState()),
  },
  { requiredKeys: ['traceId', 'spanId', 'traceFlags'] },
);
const counts = fc.nat({ max: 2 ** 31 - 1 });
const events: fc.Arbitrary<TimedEvent> = fc.record(
  { time: times, name: texts, attributes: attributeSets, droppedAttributesCount: counts },
  { requiredKeys: ['time', 'name'] },
);
const links: fc.Arbitrary<Link> = fc.record(
  { context: contexts, attributes: attributeSets, droppedAttributesCount: counts },
  { requiredKeys: ['context'] },
);
const schemaUrls = fc.option(fc.constantFrom('', 'https://opentelemetry.io/schemas/1.37.0'), { nil: undefined });
const resources = fc
  .tuple(attributeSets, schemaUrls)
  .map(([attributes, schemaUrl]) => resourceFromAttributes(attributes, schemaUrl === undefined ? {} : { schemaUrl }));
const scopes = fc.record({ name: texts, version: texts, schemaUrl: schemaUrls }, { requiredKeys: ['name'] });
const recordedSpans = fc.record({
  context: contexts,
  parentSpanContext: fc.option(contexts, { nil: undefined }),
  name: texts,
  kind: fc.constantFrom(...Object.values(SpanKind).filter((kind) => typeof kind === 'number')),
  startTime: times,
  endTime: times,
  attributes: attributeSets,
  events: fc.array(events, { maxLength: 3 }),
  links: fc.array(links, { maxLength: 3 }),
  status: fc.record(
    { code: fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR), message: texts },
    { requiredKeys: ['code'] },
  ),
  droppedAttributesCount: counts,
  droppedEventsCount: counts,
  droppedLinksCount: counts,
});

/** Few resources and scopes, so that spans share them, in any order. */
const batches = fc
  .tuple(
    fc.array(resources, { minLength: 1, maxLength: 2 }),
    fc.array(scopes, { minLength: 1, maxLength: 2 }),
    fc.array(fc.tuple(recordedSpans, fc.nat({ max: 1 }), fc.nat({ max: 1 })), { maxLength: 6 }),
  )
  .map(([owners, libraries, spans]) =>
    spans.map(
      ([{ context, ...span }, owner, library]) =>
        ({
          ...span,
          spanContext: () => context,
          resource: owners[owner % owners.length],
          instrumentationScope: libraries[library % libraries.length],
        }) as unknown as ReadableSpan,
    ),
  );

function encodeAsUpstream(spans: ReadableSpan[]): Buffer {
  return Buffer.from(ProtobufTraceSerializer.serializeRequest(spans) ?? []);
}

/** A request of two pieces. */
function encode(spans: ReadableSpan[], firstCount = spans.length): Buffer {
  const pieces = [spans.slice(0, firstCount), spans.slice(firstCount)];
  return Buffer.from(joinSpans(pieces.flatMap(encodeSpans)));
}

test("a request is what upstream's serializer makes of the spans, byte for byte", () => {
  fc.assert(
    fc.property(batches, fc.nat({ max: 10 }), (spans, firstCount) => {
      // Not by `toEqual`, which takes seconds for long ones.
      expect(encode(spans, firstCount).equals(encodeAsUpstream(spans))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the spans of the SDK are written the same', () => {
  expect(encode(endedSpans(100))).toEqual(encodeAsUpstream(endedSpans(100)));
});

test('a request stays as it is when the next is written', () => {
  const first = joinSpans(encodeSpans(endedSpans(1)));
  const copy = Uint8Array.from(first);
  joinSpans(encodeSpans(endedSpans(2).slice(1)));
  expect(first).toEqual(copy);
});

test('a span that cannot be written leaves nothing in the next request', () => {
  const unreadable = { ...endedSpan(), spanContext: undefined } as unknown as ReadableSpan;
  expect(() => encodeSpans([endedSpan(), unreadable])).toThrow(TypeError);
  expect(decodeOtlpProtobuf(encode([endedSpan()]))).toMatchObject({ ok: true, spans: [{}] });
});

test('names and ids that are no texts are written as empty ones', () => {
  const events = [{ time: [1, 2], name: 5 }];
  const links = [{ context: { traceFlags: 1 } }];
  const odd = Object.assign(Object.create(endedSpan()) as ReadableSpan, { events, links });
  expect(decodeOtlpProtobuf(encode([odd]))).toMatchObject({
    ok: true,
    spans: [{ name: 'span-0', events: [{ name: '' }], links: [{ traceId: '', spanId: '' }] }],
  });
});

test('a span of megabytes is written too, and small ones after it', () => {
  const attributes = { text: 'ä'.repeat(2 ** 21) };
  const large = Object.assign(Object.create(endedSpan()) as ReadableSpan, { attributes });
  expect(encode([large]).equals(encodeAsUpstream([large]))).toBe(true);
  expect(encode(endedSpans(1))).toEqual(encodeAsUpstream(endedSpans(1)));
});
