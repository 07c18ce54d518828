import { SpanKind, type Attributes } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { createEnrich } from '../../src/enrichment/index.ts';
import { settings } from '../enrichment/documents.ts';
import { shopResource, toSpan } from '../enrichment/recorded/span-file.ts';
import { resources } from '../enrichment/recorded/written-spans.ts';
import { RESOURCE_ATTRIBUTES, SPAN_ATTRIBUTES } from './known-attributes.ts';
import { SEED, SPANS } from './support/sample-size.ts';

/** The modes of enrichment. */
export const MODES = ['full', 'additive', 'off'] as const;

/** Everything that the exporter or the enrichment looks at, and keys that nobody expects. */
const KEYS: readonly string[] = [
  // Of two attributes of one field the exporter takes one at random.
  ...Object.keys(SPAN_ATTRIBUTES).filter((key) => !/^aws\.(?:requestId|queue\.url|table\.name)$/.test(key)),
  'aws.xray.inprogress',
  'aws.xray.throttle',
  'aws.xray.error',
  'aws.xray.fault',
  'aws.error.throttling',
  'aws.local.operation',
  'aws.request.extended_id',
  'aws.s3.bucket',
  'aws.sns.topic.arn',
  'cloud.region',
  'db.query.text',
  'error.type',
  'faas.invoked_name',
  'http.request.method_original',
  'http.response.body.size',
  'http.response.header.content-length',
  'url.full',
  '__proto__',
  'constructor',
  'toString',
  '',
  '0',
  '\ud800',
  'ключ',
  'k'.repeat(10_000),
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 3,
    // UTF-16 as JavaScript lets it be.
    arbitrary: fc
      .array(fc.constantFrom('\ud800', '\udfff', '\u{1f600}', 'a', '<', '\u2028', '\u0000', '\ufeff'), { maxLength: 8 })
      .map((units) => units.join('')),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...Object.values(SPAN_ATTRIBUTES)
        .flat()
        .filter((value) => typeof value === 'string'),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'x'.repeat(100_000),
      `x${'é'.repeat(150)}`,
      '\u0001'.repeat(20_000),
      '\ud800'.repeat(30_000),
    ),
  },
);

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 2, arbitrary: fc.double() },
  { weight: 2, arbitrary: fc.integer() },
  { weight: 2, arbitrary: fc.constantFrom(200, 404, 429, 500, 1e21, -0, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 64) },
  { weight: 2, arbitrary: fc.boolean() },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown[]>(null, undefined, Number.NaN, Infinity, 10n, Symbol('s'), new Date(0)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }) },
);

function nest(depth: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { value } : [value];
  return value;
}

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 20, arbitrary: scalar },
  { weight: 3, arbitrary: fc.array(scalar, { maxLength: 4 }) },
  { weight: 2, arbitrary: fc.dictionary(text, scalar, { maxKeys: 3, noNullPrototype: true }) },
  { weight: 1, arbitrary: fc.constantFrom(40, 200).map(nest) },
);

const attributes = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 16 })
  .map((entries) => Object.fromEntries(entries));

/** Stacks that match no engine, that match another, and errors with more causes than anybody reads. */
const stack = fc.oneof(
  text,
  fc
    .array(
      fc.constantFrom(
        'Error: it broke',
        '    at order (/app/shop.js:42:7)',
        '    at /app/shop.js:42',
        '    at ((((',
        '    at )',
        '    at ',
        '  [cause]: Error: inner {',
        '  [errors]: [',
        '\tat a.b(C.java:1)',
        'Caused by: X:',
        '  File ,x,y',
        '   at in p:line',
        '}',
        '\r',
        '\u2028',
      ),
      { maxLength: 12 },
    )
    .map((lines) => lines.join('\n')),
  fc.constantFrom(
    Array.from({ length: 100 }, (_, depth) => `[cause]: Error: ${depth}\n    at f (/a.js:${depth}:1)`).join('\n'),
    `Error: deep\n${'    at f (/a.js:1:1)\n'.repeat(5000)}`,
    `Error: ${'long '.repeat(20_000)}\n    at f (/a.js:1:1)`,
  ),
);

const event = fc.record({
  name: fc.constantFrom('exception', 'HTTP request failure', 'message', '', '\ud800'),
  attributes: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.dictionary(
        fc.constantFrom('exception.type', 'exception.message', 'exception.stacktrace'),
        fc.oneof(stack, value),
      ),
    },
    { weight: 1, arbitrary: attributes },
  ),
});

/** Times before 1970, after the end, and such as no clock gives. */
const time = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<[number, number]>([1_700_000_000, 0], [1_700_000_001, 500_000_000]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<[number, number]>(
      [-1, 0],
      [-62_135_596_800, 0],
      [0, 0],
      [Number.NaN, Number.NaN],
      [18_446_744_074, 0],
      [1_700_000_000, 999_999_999],
      [1_700_000_000, 1_000_000_000],
      [1_700_000_000.5, 0.5],
    ),
  },
);

const resource = fc.oneof(
  fc.constantFrom<Attributes[]>(...Object.values(resources)),
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...Object.keys(RESOURCE_ATTRIBUTES), 'telemetry.sdk.language'),
        fc.oneof(value, fc.constantFrom('aws', 'gcp', 'java', 'python', 'dotnet')),
      ),
      { maxLength: 8 },
    )
    .map((entries) => ({ ...shopResource, ...Object.fromEntries(entries) })),
);

const span = fc.record({
  name: text,
  kind: fc.constantFrom('SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'INTERNAL'),
  scope: fc.constantFrom(
    'shop',
    'otel-xray',
    '@opentelemetry/instrumentation-http',
    '@opentelemetry/instrumentation-aws-sdk',
  ),
  parent: fc.constantFrom(undefined, 'local', 'remote'),
  attributes,
  events: fc.array(event, { maxLength: 4 }),
  links: fc.array(
    fc.record({ traceId: fc.constant('6'.repeat(32)), spanId: fc.constant('7'.repeat(16)), attributes }),
    {
      maxLength: 2,
    },
  ),
  status: fc.record({ code: fc.constantFrom(0, 1, 2), message: text }),
  startTime: time,
  endTime: time,
  resource,
});

/**
 * Spans as no application should record them, each of a trace of its own, the same ones on every run with the same
 * seed: wrong types, huge values, long keys, halves of characters, times that are none, stacks of no engine.
 */
function generateBadSpans(count: number): ReadableSpan[] {
  return fc
    .sample(span, { numRuns: count, seed: SEED })
    .map(({ startTime, endTime, resource, parent, ...file }, index) => {
      const traceId = `65535f00${index.toString(16).padStart(24, '0')}`;
      const spanId = (index + 1).toString(16).padStart(16, '0');
      return {
        ...toSpan({ ...file, ...(parent !== undefined && { parent }) }, resource),
        kind: SpanKind[file.kind],
        spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
        startTime,
        endTime,
      };
    });
}

/**
 * Binary export requests of the bad spans by trace, each enriched in one of the modes, which take turns; and the traces
 * of the spans that were withheld.
 */
export function encodeBadSpans(): {
  readonly requests: ReadonlyMap<string, Uint8Array>;
  readonly withheld: readonly string[];
} {
  const enrichments = MODES.map((mode) => createEnrich(settings({ mode })));
  const requests = new Map<string, Uint8Array>();
  const withheld: string[] = [];
  for (const [index, span] of generateBadSpans(SPANS).entries()) {
    const { traceId } = span.spanContext();
    const enriched = enrichments[index % MODES.length]?.(span);
    const request = enriched && ProtobufTraceSerializer.serializeRequest([enriched]);
    if (request === undefined) withheld.push(traceId);
    else requests.set(traceId, request);
  }
  return { requests, withheld };
}
