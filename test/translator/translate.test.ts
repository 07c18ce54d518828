import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AttributeValue,
  serializeDocument,
  type SpanRecord,
  translate,
  type TranslateOptions,
} from '../../src/translator/index.ts';
import type { SegmentDocument } from '../../src/xray/segment-document.ts';
import { drawInTurn, drawnIds, type GoldenCase, readGoldenCases } from './golden.ts';
import { readSpans } from './otlp-json.ts';
import { anySpan, countIds, makeSpan } from './spans.ts';

const RECORDED_INDEXED = ['otel.resource.service.name', 'my.idx', 'server.address'];

function translateCase({ input }: GoldenCase, recorded: readonly string[], options: Omit<TranslateOptions, 'newId'>) {
  const newId = drawInTurn(drawnIds(recorded));
  return readSpans(input).flatMap((span) => {
    const translation = translate(span, { ...options, newId });
    return 'documents' in translation ? translation.documents.map(serializeDocument) : [];
  });
}

function translateAll(span: SpanRecord, options: Omit<TranslateOptions, 'newId'> = {}): readonly SegmentDocument[] {
  const translation = translate(span, { ...options, newId: countIds() });
  return 'documents' in translation ? translation.documents : [];
}

function translateOne(changes: Partial<SpanRecord>): SegmentDocument | undefined {
  return translateAll(makeSpan(changes))[0];
}

function withStack(language: string, stack: string): Partial<SpanRecord> {
  return {
    resource: { attributes: { 'telemetry.sdk.language': language } },
    events: [{ name: 'exception', timeUnixNano: 0n, attributes: { 'exception.stacktrace': stack } }],
  };
}

describe('documents equal those of the real exporter, byte for byte', () => {
  const cases = ['awsxrayexporter.json', 'awsxrayexporter-corners.json'].flatMap(readGoldenCases);

  test.each(cases)('$name', (golden) => {
    const options = { indexedAttributes: RECORDED_INDEXED };
    expect(translateCase(golden, golden.documents, options)).toEqual(golden.documents);
  });

  test.each(cases)('$name, everything indexed', (golden) => {
    const options = { indexAllAttributes: true };
    expect(translateCase(golden, golden.documentsIndexAll, options)).toEqual(golden.documentsIndexAll);
  });
});

describe('any span gives documents or a reason', () => {
  test('documents are JSON with a newline, one or two a span', () => {
    fc.assert(
      fc.property(anySpan(), fc.array(fc.string()), fc.boolean(), (span, indexedAttributes, indexAllAttributes) => {
        const options = { indexedAttributes, indexAllAttributes, logGroupNames: indexedAttributes };
        const translation = translate(span, { ...options, newId: countIds() });
        if ('dropped' in translation) {
          expect(translation.dropped).toMatch(/^[a-z-]+$/);
          return;
        }
        const texts = translation.documents.map(serializeDocument);
        expect([1, 2]).toContain(texts.length);
        for (const text of texts) {
          expect(text.endsWith('}\n')).toBe(true);
          expect(typeof (JSON.parse(text) as SegmentDocument).start_time).toBe('number');
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('the same span and ids give the same documents', () => {
    fc.assert(
      fc.property(anySpan(), (span) => {
        expect(translateAll(span).map(serializeDocument)).toEqual(translateAll(span).map(serializeDocument));
      }),
    );
  });

  test('the span is left as it was', () => {
    fc.assert(
      fc.property(anySpan(), (span) => {
        const before = structuredClone(span);
        translateAll(span);
        expect(structuredClone(span)).toEqual(before);
      }),
    );
  });
});

describe('a span that the exporter cannot send is dropped, with the reason', () => {
  const link = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), attributes: {} };
  const deep = Array.from({ length: 600 }).reduce<AttributeValue>((value) => [value], 1n);

  test.each<[string, Partial<SpanRecord>]>([
    ['invalid-trace-id', { traceId: 'xyz' }],
    ['invalid-trace-id', { traceId: 'ab'.repeat(15) }],
    ['invalid-span-id', { spanId: 'ab' }],
    ['invalid-span-id', { parentSpanId: 'no id at all' }],
    ['invalid-link', { links: [{ ...link, traceId: 'g'.repeat(32) }] }],
    ['invalid-link', { links: [link, { ...link, spanId: '1' }] }],
    ['not-finite', { attributes: { a: NaN } }],
    ['not-finite', { attributes: { a: [{ b: -Infinity }] } }],
    ['not-finite', { resource: { attributes: { a: Infinity } } }],
    ['not-finite', { links: [{ ...link, attributes: { a: NaN } }] }],
    ['not-finite', { startTimeUnixNano: 10n ** 400n }],
    ['nested-too-deep', { attributes: { a: deep } }],
  ])('%s', (reason, changes) => {
    expect(translate(makeSpan(changes), { newId: countIds() })).toEqual({ dropped: reason });
  });

  test('but not for a value that another part uses up', () => {
    expect(translateOne({ attributes: { 'http.method': NaN } })?.http).toBeDefined();
  });
});

describe('what makes the real exporter panic is translated', () => {
  test.each(['client', 'producer', 'consumer', 'unspecified'] as const)(
    'a local root of kind %s outside AWS',
    (kind) => {
      const attributes = { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': 'shop' };
      const resource = { attributes: { 'cloud.provider': 'gcp' } };
      const [dependency, service] = translateAll(makeSpan({ kind, attributes, resource }));
      expect(dependency).toMatchObject({ type: 'subsegment', parent_id: '0000000000000001', aws: undefined });
      expect(service).toMatchObject({ name: 'shop', id: '0000000000000001', aws: undefined });
    },
  );

  const CHAIN = 'During handling of the above exception, another exception occurred:';

  test.each([
    ['java', 'E: m\nCaused by: X:', { type: 'X', message: '' }],
    ['python', 'Traceback\n  File ,x,y\nE', { stack: [{ path: '', line: 0, label: '' }] }],
    ['python', `T\n  File "a", line 1, in f\n\n${CHAIN}\nE`, { type: '', stack: undefined }],
    ['python', `T\n  File "a", line 1, in f\n  x\nE:\n\n${CHAIN}\nE`, { type: 'E', message: '' }],
    ['dotnet', 'E\n   at a in p:line', { stack: [{ path: 'p', line: 0, label: 'a' }] }],
    ['dotnet', 'E\n   at in p:1', { stack: [{ path: 'p', line: 1, label: '' }] }],
  ])('a stack of %s: %j', (language, stack, last) => {
    const cause = translateOne(withStack(language, stack))?.cause;
    expect(typeof cause === 'object' && cause.exceptions?.at(-1)).toMatchObject(last);
  });
});

describe('size is no danger', () => {
  const stackOf: Readonly<Record<string, (count: number) => string>> = {
    java: (count) => `E: m${'\n\tat a.b(C.java:1)\nCaused by: T: m'.repeat(count)}`,
    python: (count) =>
      `${'  File "a", line 1, in f\n    x\nE: m\n\nDuring handling of the above exception, another exception occurred:\n\n'.repeat(count)}E`,
  };

  test.each(Object.keys(stackOf))('100 nested causes of %s are all told, each by the one before', (language) => {
    const cause = translateOne(withStack(language, stackOf[language]?.(100) ?? ''))?.cause;
    const exceptions = typeof cause === 'object' ? (cause.exceptions ?? []) : [];
    expect(exceptions).toHaveLength(101);
    expect(exceptions.slice(0, -1).map(({ cause }) => cause)).toEqual(exceptions.slice(1).map(({ id }) => id));
  });

  const LARGE = 300_000;
  const hostileLines = [
    '\tat (',
    '\tat a(',
    'Caused by: ',
    'Caused by: a:',
    '  File "a", line 1, in f\n',
    '  File ',
    'During handling of the above exception, another exception occurred:\n',
    '    at (',
    '    at a:',
    'at in ',
    'at a in :',
    ' in ',
    'goroutine running',
    'a:',
    ':1',
    '0',
    'a',
    ' ',
    '\u3000',
  ];

  test.each(['java', 'python', 'javascript', 'dotnet', 'go', 'nodejs'])(
    'a stack of %s that matches no engine',
    (language) => {
      for (const line of hostileLines) {
        const repeated = line.repeat(LARGE / line.length);
        for (const stack of [
          `E\n${repeated}`,
          `E\n${`${line}\n`.repeat(LARGE / line.length)}`,
          `E\n\tat ${repeated}\nx`,
        ]) {
          expect(translateOne(withStack(language, stack))?.cause).toBeDefined();
        }
      }
    },
  );

  test('hostile names, URLs and numbers', () => {
    for (const text of ['%', 'a:', '//@', '[', ':', '0', '9', '{', 'é', '/', '?', ' ', 'jdbc:', '//h%41']) {
      const long = text.repeat(LARGE / text.length);
      const attributes = { 'db.name': 'd', 'db.connection_string': `pg://${long}`, 'network.peer.address': long };
      const resource = { attributes: { 'cloud.platform': 'aws_elastic_beanstalk', 'service.instance.id': `${long}x` } };
      const span = { name: long, attributes: { ...attributes, 'aws.xray.metadata.a': long }, resource };
      expect(translateOne(span)?.name).toMatch(/^d/);
    }
  });

  test('10,000 attributes with keys of 10 kB', () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `${'k'.repeat(index % 100 === 0 ? 10_000 : 5)}${index}`);
    const attributes = Object.fromEntries(keys.map((key, index) => [key, BigInt(index)]));
    for (const indexAllAttributes of [false, true]) {
      const [document] = translateAll(makeSpan({ attributes }), { indexAllAttributes });
      const stored = indexAllAttributes ? document?.annotations : document?.metadata?.['default'];
      expect(Object.keys(stored ?? {})).toHaveLength(10_000);
    }
  });

  test('metadata nested too deep to be read stays a text', () => {
    const text = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const attributes = { 'aws.xray.metadata.ns': text };
    expect(translateOne({ attributes })?.metadata).toEqual({ default: { 'aws.xray.metadata.ns': text } });
  });
});

test('times before 1970 and after the end are kept', () => {
  expect(translateOne({ startTimeUnixNano: -1_500_000_000n, endTimeUnixNano: -2_000_000_000n })).toMatchObject({
    start_time: -1.5,
    end_time: -2,
  });
});
