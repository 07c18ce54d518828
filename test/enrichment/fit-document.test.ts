import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonBytes, textBytes } from '../../src/enrichment/document-size.ts';
import { createEnrich } from '../../src/enrichment/index.ts';
import { serializeDocument } from '../../src/translator/index.ts';
import { MAX_DOCUMENT_BYTES } from '../../src/xray/limits.ts';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { resources } from './recorded/written-spans.ts';
import { documentsOf, enriched, onlyDocument, pictureOf, settings } from './documents.ts';

function span(changes: Partial<SpanFile>): SpanFile {
  return { name: 'work', kind: 'INTERNAL', parent: 'local', scope: 'shop', attributes: {}, ...changes };
}

function exception(
  message: string,
  frames: number,
  type = 'Error',
): { name: string; attributes: Record<string, string> } {
  const stack = `${type}: m\n${Array.from({ length: frames }, (_, index) => `    at f${index} (/srv/app/${'p'.repeat(200)}.js:${index}:1)`).join('\n')}`;
  return {
    name: 'exception',
    attributes: { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack },
  };
}

function sizesOf(file: SpanFile): readonly number[] {
  return documentsOf(enriched(toSpan(file))).map((document) => Buffer.byteLength(serializeDocument(document)));
}

describe('a document that would be too large', () => {
  it('loses its largest metadata first, marked, and nothing else', () => {
    const file = span({
      attributes: {
        'http.request.method': 'GET',
        'url.full': `http://h/${'u'.repeat(2000)}`,
        'aws.xray.metadata.default': JSON.stringify({ body: 'b'.repeat(70_000) }),
        text: 't'.repeat(30_000),
        small: 'kept',
        order: 'o-1',
        'aws.xray.annotations': ['order'],
      },
      events: [exception('m', 10)],
    });
    const document = onlyDocument(toSpan(file));
    expect(document.metadata?.['default']).toMatchObject({
      '[cut]': expect.stringMatching(/^\d+ bytes$/),
      text: 't'.repeat(30_000),
      small: 'kept',
    });
    expect(document.annotations).toEqual({ order: 'o-1' });
    expect(document.http?.request?.['url']).toHaveLength(2009);
    expect(document.cause?.exceptions?.[0]?.stack).toHaveLength(10);
  });

  it('keeps the beginning of cut texts', () => {
    const { metadata } = onlyDocument(toSpan(span({ attributes: { text: `begin ${'x'.repeat(100_000)}` } })));
    expect(metadata?.['default']?.['text']).toMatch(/^begin x{194}\[cut: 99806 characters\]$/);
  });

  it('loses metadata as a whole where there is too much of it, and says how much', () => {
    const attributes = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, index]));
    const document = onlyDocument(
      toSpan(span({ attributes: { ...attributes, id: 7, 'aws.xray.annotations': ['id'] } })),
    );
    expect(document.metadata?.['default']?.['otel_xray.cut']).toMatch(/^\[cut: \d+ attributes\]$/);
    expect(document.metadata?.['default']).toMatchObject({ key0: 0, key100: 100 });
    expect(document.annotations).toEqual({ id: 7 });
  });

  it('then loses frames of its stacks, then texts', () => {
    const stacks = onlyDocument(toSpan(span({ events: Array.from({ length: 6 }, () => exception('m', 50)) })));
    expect(stacks.cause?.exceptions).toHaveLength(6);
    for (const { stack } of stacks.cause?.exceptions ?? []) {
      expect(stack).toHaveLength(11);
      expect(stack?.at(-1)).toMatchObject({ label: '40 more', path: 'cut' });
    }
    const texts = onlyDocument(toSpan(span({ events: [exception('m'.repeat(100_000), 5)] })));
    expect(texts.cause?.exceptions?.[0]?.message).toMatch(/^m{250}\[cut: 99750 characters\]$/);
  });

  it('is withheld where all that is not enough', () => {
    const annotations = Array.from({ length: 5000 }, (_, index) => `annotation_${index}`);
    const attributes = {
      ...Object.fromEntries(annotations.map((key) => [key, 'x'.repeat(50)])),
      'aws.xray.annotations': annotations,
    };
    expect(createEnrich(settings())(toSpan(span({ attributes })))).toBeUndefined();
  });

  it('never leaves, whatever a span holds', { timeout: 120_000 }, () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc
        .tuple(
          fc.constantFrom('x', '<', 'ü', '表', '😀', '\u0001', '"', '\ud800', '\u2028'),
          fc.integer({ min: 1, max: 40_000 }),
        )
        .map(([unit, times]) => unit.repeat(times)),
    );
    const key = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      fc.constantFrom(
        'url.full',
        'enduser.id',
        'http.method',
        'db.statement',
        'peer.service',
        'aws.xray.metadata.ns',
        'k'.repeat(10_000),
      ),
    );
    const value = fc.oneof(
      text,
      fc.double(),
      fc.boolean(),
      fc.array(text, { maxLength: 5 }),
      fc.dictionary(key, text, { maxKeys: 3 }),
      text.map((body) => JSON.stringify({ body })),
    );
    const event = fc.record({
      name: fc.constantFrom('exception', 'other', 'HTTP request failure'),
      attributes: fc.dictionary(
        fc.constantFrom(
          'exception.message',
          'exception.type',
          'exception.stacktrace',
          'http.response.status_code',
          'aws.http.error_message',
        ),
        text,
      ),
    });
    const link = fc.record({
      traceId: fc.constant('5759e988bd862e3fe1be46a994272793'),
      spanId: fc.constant('53995c3f42cd8ad8'),
      attributes: fc.dictionary(key, text, { maxKeys: 2 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('SERVER', 'CLIENT', 'INTERNAL', 'CONSUMER'),
        fc.dictionary(key, value, { maxKeys: 8 }),
        fc.array(event, { maxLength: 5 }),
        fc.array(link, { maxLength: 3 }),
        text,
        fc.constantFrom('full', 'additive', 'off'),
        (kind, attributes, events, links, name, mode) => {
          const recorded = toSpan(
            { name, kind, scope: 'shop', attributes, events, links, status: { code: 2, message: name } },
            resources.ecs,
          );
          const sent = createEnrich(settings({ mode }))(recorded);
          const documents = sent === undefined ? [] : documentsOf(sent);
          for (const document of documents)
            expect(Buffer.byteLength(serializeDocument(document))).toBeLessThanOrEqual(MAX_DOCUMENT_BYTES);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a document of ordinary size', () => {
  it('is sent whole', () => {
    const attributes = { text: '<'.repeat(8000), list: Array.from({ length: 100 }, (_, index) => index) };
    expect(onlyDocument(toSpan(span({ attributes }))).metadata?.['default']).toEqual(attributes);
  });

  it('near the limit is sent whole as long as it fits', () => {
    const file = span({ attributes: { text: 'x'.repeat(60_000) } });
    expect(sizesOf(file)[0]).toBeGreaterThan(60_000);
    expect(pictureOf(toSpan(file))[0]?.metadata?.['default']?.['text']).toHaveLength(60_000);
  });
});

describe('the size of a value', () => {
  it('is never less than what Go writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const written = JSON.stringify(Buffer.from(text).toString()).replace(/[<>&\u2028\u2029]/g, '\\u0000');
        expect(textBytes(text)).toBeGreaterThanOrEqual(Buffer.byteLength(written));
      }),
    );
    expect(jsonBytes({ a: [1, true, null, new Uint8Array(10)], b: { c: 'd' } })).toBeGreaterThanOrEqual(
      '{"a":[1,true,null,"AAAAAAAAAAAAAA=="],"b":{"c":"d"}}'.length,
    );
  });
});
