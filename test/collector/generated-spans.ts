import fc from 'fast-check';
import type {
  Attributes,
  AttributeValue,
  SpanRecord,
  SpanRecordEvent,
  SpanRecordLink,
} from '../../src/translator/span.ts';
import { exceptionEvents, LANGUAGES } from './generated-stacks.ts';
import { RESOURCE_ATTRIBUTES, SPAN_ATTRIBUTES } from './known-attributes.ts';
import { SEED } from './support/sample-size.ts';

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const DAY_NANOS = 86_400_000_000_000n;
const START = 1_700_000_000_000_000_000n;

/** Text with everything that JSON, HTML and UTF-8 make difficult; well-formed, as protobuf demands. */
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 24 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 24 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '<a href="x">&\u2028\u2029',
      'tab\tnew\nline\u0000\u007f',
      '\u{1f600}',
      'x'.repeat(300),
    ),
  },
);

const integer = fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
const double = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, 0.1, 1e20, 1e21, 123_456_789_012_345_680_000, 1e-6, 1e-7, 5e-324, Number.MAX_VALUE),
);
const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(text, integer, double, fc.boolean());
const anyValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 160, arbitrary: scalar },
  { weight: 20, arbitrary: fc.constant(null) },
  { weight: 20, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  { weight: 40, arbitrary: fc.array(fc.oneof(scalar, fc.constant(null)), { maxLength: 4 }) },
  {
    weight: 20,
    arbitrary: fc.dictionary(fc.constantFrom('k', 'b', '<'), fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }))),
  },
  // One such value costs the span, so it must stay rare.
  { weight: 4, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
);

/** Of two attributes of the same field the exporter takes one at random, so no span has both. */
const SAME_FIELD: ReadonlyMap<string, string> = new Map([
  ['aws.requestId', 'aws.request_id'],
  ['aws.queue.url', 'aws.queue_url'],
  ['aws.table.name', 'aws.table_name'],
]);

/** Attributes of the exporter's vocabulary with values that fit, now and then with values that do not. */
function attributesOf(
  known: Readonly<Record<string, readonly AttributeValue[]>>,
  maxLength: number,
): fc.Arbitrary<Attributes> {
  const entry = fc
    .constantFrom(...Object.entries(known))
    .chain(([key, fitting]) =>
      fc.tuple(
        fc.constant(key),
        fitting.length === 0
          ? anyValue
          : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: anyValue }),
      ),
    );
  return fc
    .uniqueArray(entry, { maxLength, selector: ([key]) => SAME_FIELD.get(key) ?? key })
    .map((entries) => Object.fromEntries(entries));
}

const time = fc.oneof(
  { weight: 20, arbitrary: fc.bigInt({ min: 0n, max: DAY_NANOS }).map((nanos) => START + nanos) },
  { weight: 1, arbitrary: fc.constantFrom(0n, 1n, 2n ** 63n, 2n ** 64n - 1n) },
);

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => `1${Buffer.from(id).toString('hex').slice(1)}`);

const link: fc.Arbitrary<SpanRecordLink> = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  attributes: attributesOf({ reason: ['batch'], size: [3n] }, 2),
});

const otherEvent: fc.Arbitrary<SpanRecordEvent> = fc.record({
  name: fc.constantFrom('HTTP request failure', 'message', 'log', ''),
  timeUnixNano: time,
  attributes: attributesOf(
    {
      'http.response.status_code': [429n, 503n],
      'aws.http.error_message': ['Rate exceeded', ''],
      'message.type': ['RECEIVED', 'SENT'],
      'messaging.message_payload_size_bytes': [0n, 11n, 12.5],
    },
    4,
  ),
});

const span: fc.Arbitrary<SpanRecord> = fc
  .record({ language: fc.constantFrom(...LANGUAGES), resource: attributesOf(RESOURCE_ATTRIBUTES, 10) })
  .chain(({ language, resource }) =>
    fc.record({
      traceId: fc.constant(''),
      spanId: hex(8),
      parentSpanId: fc.option(hex(8), { nil: undefined }),
      traceState: fc.constantFrom('', 'vendor=1'),
      name: text,
      kind: fc.constantFrom(...KINDS),
      startTimeUnixNano: time,
      endTimeUnixNano: time,
      attributes: attributesOf(SPAN_ATTRIBUTES, 14),
      events: fc.array(fc.oneof(exceptionEvents(language, text), otherEvent), { maxLength: 3 }),
      links: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(link, { maxLength: 3 }) },
      ),
      status: fc.record({ code: fc.constantFrom('unset', 'ok', 'error'), message: text }),
      resource: fc.constant({
        attributes: language === undefined ? resource : { ...resource, 'telemetry.sdk.language': language },
      }),
      scope: fc.constant({ name: 'generated', version: '1.0.0' }),
    }),
  )
  .map(({ parentSpanId, ...rest }) => (parentSpanId === undefined ? rest : { ...rest, parentSpanId }));

/** The same spans on every run with the same seed, each of a trace of its own, and none that is known to crash the collector. */
export function generateSpans(count: number): SpanRecord[] {
  return fc.sample(span, { numRuns: count, seed: SEED }).map((span, index) => ({
    ...span,
    traceId: `65535f00${index.toString(16).padStart(24, '0')}`,
    resource: { attributes: harmlessResource(span) },
  }));
}

/**
 * The exporter dereferences nil when it splits a local root whose cloud is not AWS, which ends the whole collector.
 */
function harmlessResource({ attributes, resource }: SpanRecord): Attributes {
  if (attributes['aws.span.kind'] !== 'LOCAL_ROOT' || resource.attributes['cloud.provider'] === undefined)
    return resource.attributes;
  return { ...resource.attributes, 'cloud.provider': 'aws' };
}
