import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEnrich } from '../../src/enrichment/index.ts';
import { spanAttributes } from '../../src/enrichment/attribute-list.ts';
import recorded from './recorded/spans.json' with { type: 'json' };
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { resources, writtenSpans } from './recorded/written-spans.ts';
import { documentsOf, enriched, onlyDocument, pictureOf, settings } from './documents.ts';

const modes = ['full', 'additive', 'off'] as const;
const spans: Readonly<Record<string, SpanFile>> = {
  ...(recorded as unknown as Record<string, SpanFile>),
  ...writtenSpans,
};

function span(attributes: SpanFile['attributes'], changes: Partial<SpanFile> = {}): SpanFile {
  return {
    name: 'work',
    kind: 'CLIENT',
    parent: 'local',
    scope: '@opentelemetry/instrumentation-x',
    attributes,
    ...changes,
  };
}

describe('what kills collectors', () => {
  it('is never sent: aws.xray.inprogress, of whatever type', () => {
    for (const mode of modes) {
      for (const value of [true, false, 'true', 1]) {
        for (const extra of [{}, { 'aws.xray.annotations': ['aws.xray.inprogress'] }]) {
          const { attributes } = enriched(toSpan(span({ 'aws.xray.inprogress': value, ...extra })), { mode });
          expect(attributes).not.toHaveProperty('aws.xray.inprogress');
        }
      }
    }
  });

  it('is never sent: the marker of local roots with another cloud', () => {
    for (const mode of modes) {
      for (const provider of ['gcp', 'azure', 'AWS', 7, false]) {
        const resource = { ...resources.shop, 'cloud.provider': provider };
        for (const kind of ['CLIENT', 'PRODUCER', 'CONSUMER', 'INTERNAL', 'SERVER'] as const) {
          const { attributes } = enriched(toSpan(span({ 'aws.span.kind': 'LOCAL_ROOT' }, { kind }), resource), {
            mode,
          });
          expect(attributes).not.toHaveProperty('aws.span.kind');
        }
      }
    }
  });

  it('is never sent: stacks in a language whose parser they crash', () => {
    const stacks = {
      java: 'E: m\nCaused by: X:',
      python: 'Traceback\n  File ,x,y\nE: m',
      dotnet: 'E: m\n   at x in p:line',
    };
    for (const [language, stack] of Object.entries(stacks)) {
      const file = span({}, { events: [{ name: 'exception', attributes: { 'exception.stacktrace': stack } }] });
      const resource = { ...resources.shop, 'telemetry.sdk.language': language };
      for (const mode of modes) {
        const sent = enriched(toSpan(file, resource), { mode });
        expect(sent.resource.attributes['telemetry.sdk.language']).not.toBe(language);
        expect(documentsOf(sent)).toHaveLength(1);
      }
    }
  });

  it('is never sent: numbers that JSON cannot say', () => {
    const attributes = {
      nan: Number.NaN,
      infinite: [1, Infinity],
      deep: { value: -Infinity },
      large: 1e300,
      exact: Number.MAX_SAFE_INTEGER,
    };
    for (const mode of modes) {
      expect(onlyDocument(toSpan(span(attributes)), { mode }).metadata?.['default']).toMatchObject({
        nan: 'NaN',
        infinite: [1, 'Infinity'],
        deep: { value: '-Infinity' },
        large: '1e+300',
        exact: Number.MAX_SAFE_INTEGER,
      });
    }
  });
});

describe('response sizes', () => {
  it.each([
    [{ 'http.response.body.size': 11 }, 11],
    [{ 'http.response_content_length': 12 }, 12],
    [{ 'http.response.header.content-length': ['13'] }, 13],
    [{ 'http.response.body.size': 'many' }, 0],
    [{ 'http.response.body.size': -1 }, 0],
  ])('of %j are shown', (attributes, size) => {
    const document = onlyDocument(toSpan(span({ 'http.request.method': 'GET', ...attributes })));
    expect(document.http?.response?.['content_length']).toBe(size);
    expect(JSON.stringify(document.metadata ?? {})).not.toContain('message');
  });
});

describe('an exception', () => {
  it('is not said twice', () => {
    expect(onlyDocument(toSpan(spans['http refused']!)).metadata?.['default']).toEqual({
      'peer.service': '127.0.0.1:8080',
    });
    expect(onlyDocument(toSpan(spans['http 404: client']!)).metadata?.['default']).toEqual({
      'peer.service': '127.0.0.1:8080',
    });
    const timeout = onlyDocument(toSpan(spans['fetch time-out: client']!));
    expect(timeout).toMatchObject({ fault: true, cause: { exceptions: [{ type: 'TimeoutError' }] } });
    expect(timeout.metadata?.['default']).toEqual({ 'peer.service': '127.0.0.1:8080' });
    const named = spans['fetch time-out: client']!;
    const byName = { ...named, attributes: { ...named.attributes, 'error.type': 'TimeoutError' } };
    expect(onlyDocument(toSpan(byName)).metadata?.['default']).toEqual({ 'peer.service': '127.0.0.1:8080' });
    expect(onlyDocument(toSpan(span({ 'error.type': 'E_OTHER' }))).metadata?.['default']).toEqual({
      'error.type': 'E_OTHER',
    });
  });
});

describe('a request with one AWS call', () => {
  it('is two documents of at most 1,600 bytes together', () => {
    const { parent: _, ...request } = spans['express: server']!;
    const documents = [request, spans['dynamodb success']!].flatMap((file) => documentsOf(enriched(toSpan(file))));
    expect(documents).toHaveLength(2);
    const bytes = documents.reduce((sum, document) => sum + Buffer.byteLength(`${JSON.stringify(document)}\n`), 0);
    expect(bytes).toBeLessThanOrEqual(1600);
  });
});

describe('bad input', () => {
  const keys = [
    ...spanAttributes.flatMap(({ rows }) => rows.map(({ name }) => name)),
    'aws.xray.annotations',
    'aws.xray.metadata.x',
    'enduser.id',
    'aws.span.kind',
    'aws.local.service',
    'peer.service',
    'rpc.system',
    '__proto__',
    'constructor',
    'k'.repeat(10_000),
    '\ud800',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      'aws-api',
      'DynamoDB',
      'SQS',
      'SNS',
      'Lambda',
      'SFN',
      'postgresql',
      'redis',
      'http://h:1/p?q',
      'arn:aws:x:y:123456789012:z/1',
      'LOCAL_ROOT',
      '\ud800\udfff\ud800',
      'x'.repeat(100_000),
    ),
  );
  const value: fc.Arbitrary<unknown> = fc.oneof(
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.uint8Array({ maxLength: 5 }),
    fc.array(text, { maxLength: 3 }),
    fc.dictionary(text, fc.oneof(text, fc.double()), { maxKeys: 2 }),
  );
  const event = fc.record({
    name: fc.constantFrom('exception', 'message', 'x'),
    attributes: fc.dictionary(fc.constantFrom('exception.type', 'exception.message', 'exception.stacktrace'), value),
  });
  const file = fc.record({
    name: text,
    kind: fc.constantFrom('SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'INTERNAL'),
    scope: fc.constantFrom('shop', 'otel-xray', '@opentelemetry/instrumentation-http', 'otel-xray/aws-sdk-v2'),
    parent: fc.constantFrom('local', 'remote'),
    attributes: fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 12, noNullPrototype: true }),
    events: fc.array(event, { maxLength: 3 }),
    status: fc.record({ code: fc.constantFrom(0, 1, 2), message: text }),
  });

  it('of any form gives valid documents that X-Ray can read, or a withheld span; never a throw', () => {
    fc.assert(
      fc.property(
        file,
        fc.constantFrom(...modes),
        fc.constantFrom(...Object.values(resources)),
        (written, mode, resource) => {
          const recordedSpan = toSpan(written, resource);
          const sent = createEnrich(settings({ mode, redact: ['secret*'] }))(recordedSpan);
          if (sent === undefined) return;
          expect(() => ProtobufTraceSerializer.serializeRequest([sent])).not.toThrow();
          expect(() => JsonTraceSerializer.serializeRequest([sent])).not.toThrow();
          expect(documentsOf(sent).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that JavaScript lets through is survived: names, kinds and messages that are none', () => {
    const strange = { ...toSpan(span({})), name: undefined, kind: 77, status: { code: 2, message: 7 } };
    for (const mode of modes) expect(createEnrich(settings({ mode }))(strange as never)).toMatchObject({ name: '' });
  });

  it('of ten thousand attributes takes time in proportion', () => {
    const attributes = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`key.${index}`, `value=${index}`]),
    );
    for (const mode of modes) expect(pictureOf(toSpan(span(attributes)), { mode })).toHaveLength(1);
  });

  it('that nests deeper than anybody reads is cut', () => {
    let nested: unknown = 'bottom';
    for (let depth = 0; depth < 1000; depth += 1) nested = { nested };
    expect(JSON.stringify(onlyDocument(toSpan(span({ nested }))).metadata)).toContain('[cut: deeper than 32 levels]');
  });
});
