import { diag, DiagLogLevel } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { createEnrich } from '../../src/enrichment/index.ts';
import { addedAttributes } from '../../src/enrichment/added-attributes.ts';
import { spanAttributes } from '../../src/enrichment/attribute-list.ts';
import { rowOf } from '../../src/enrichment/metadata-policy.ts';
import recorded from './recorded/spans.json' with { type: 'json' };
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { writtenSpans } from './recorded/written-spans.ts';
import { enriched, onlyDocument, settings } from './documents.ts';

const spans: Readonly<Record<string, SpanFile>> = {
  ...(recorded as unknown as Record<string, SpanFile>),
  ...writtenSpans,
};
/** Written to show that what the list does not know goes on. */
const UNKNOWN = new Set(['messaging.destination.partition.id', 'rows', 'question']);

afterEach(() => diag.disable());

describe('the list of attributes', () => {
  it('names every attribute that the recorded instrumentations set', () => {
    const { 'a request with span helpers': _, ...instrumented } = spans;
    const keys = new Set(Object.values(instrumented).flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...keys].filter((key) => rowOf(key) === undefined && !UNKNOWN.has(key))).toEqual([]);
  });

  it('names no attribute twice', () => {
    const names = spanAttributes.flatMap(({ rows }) => rows.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });

  it('names everything that enrichment adds to a span', () => {
    const added = Object.values(spans).flatMap((file) => {
      const span = toSpan(file);
      return Object.keys(enriched(span).attributes).filter((key) => !(key in span.attributes));
    });
    const known = new Set(addedAttributes.map(({ name }) => name));
    expect(added.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('what the application itself recorded', () => {
  const own = { 'order.id': 'o-1', total: 12.5, paid: true, tags: ['a', 'b'], nested: { deep: [1, null] } };

  it('always arrives, on spans of instrumentations too', () => {
    for (const what of ['http 200: server', 'fetch 200: client', 'dynamodb success', 'pg select', 'ioredis 0.71']) {
      const file = { ...spans[what]!, attributes: { ...spans[what]!.attributes, ...own } };
      expect(onlyDocument(toSpan(file)).metadata?.['default']).toMatchObject(own);
    }
  });

  it('always arrives, under whatever name, on its own spans', () => {
    const names = spanAttributes.flatMap(({ rows }) =>
      rows.filter(({ fate }) => fate === 'left out').map(({ name }) => name),
    );
    const attributes = Object.fromEntries(names.map((name) => [name.replace('*', 'x'), 'mine']));
    const file: SpanFile = { name: 'work', kind: 'INTERNAL', parent: 'local', scope: 'shop', attributes };
    expect(onlyDocument(toSpan(file)).metadata?.['default']).toEqual(attributes);
  });

  it('arrives as annotations where it is listed, left out or not', () => {
    const attributes = {
      ...spans['http 200: client']!.attributes,
      tenant: 'acme',
      'aws.xray.annotations': ['tenant', 'network.protocol.version'],
    };
    expect(onlyDocument(toSpan({ ...spans['http 200: client']!, attributes })).annotations).toEqual({
      tenant: 'acme',
      'network.protocol.version': '1.1',
    });
  });
});

describe('an attribute that is left out', () => {
  it('is named once, at debug level', () => {
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const silent = (): void => {};
    diag.setLogger(
      { error: silent, warn: log, info: log, debug: log, verbose: silent },
      { logLevel: DiagLogLevel.DEBUG, suppressOverrideMessage: true },
    );
    const enrich = createEnrich(settings());
    for (let index = 0; index < 3; index += 1) {
      enrich(toSpan(spans['http 200: client']!));
      enrich(toSpan(spans['fetch 200: client']!));
    }
    const about = lines.filter((line) => line.includes('"network.peer.port"'));
    expect(about).toEqual([
      '"network.peer.port" of "@opentelemetry/instrumentation-http" is not on the list of attributes that go to X-Ray; it is left out.',
      '"network.peer.port" of "@opentelemetry/instrumentation-undici" is not on the list of attributes that go to X-Ray; it is left out.',
    ]);
  });

  it('is there in the mode "additive"', () => {
    const { attributes } = spans['http 200: client']!;
    expect(enriched(toSpan(spans['http 200: client']!), { mode: 'additive' }).attributes).toMatchObject(attributes);
  });
});

describe('the mode "additive"', () => {
  it('changes nothing of what was recorded', () => {
    for (const [what, file] of Object.entries(spans)) {
      if (/presigned|pg|mysql|cassandra|telephone/.test(what)) continue;
      const sent = enriched(toSpan(file), { mode: 'additive' });
      expect(sent.attributes, what).toMatchObject(file.attributes);
      expect([sent.kind, sent.name, sent.events]).toEqual([toSpan(file).kind, file.name, toSpan(file).events]);
    }
  });
});

describe('the mode "off"', () => {
  it('leaves recorded spans as they are', () => {
    for (const [what, file] of Object.entries(spans)) {
      if (/presigned|pg|mysql|cassandra|telephone/.test(what)) continue;
      const span = toSpan(file);
      const sent = enriched(span, { mode: 'off' });
      expect(Object.entries(sent.attributes), what).toEqual(Object.entries(span.attributes));
      expect([sent.kind, sent.name, sent.events, sent.links, sent.status]).toEqual([
        span.kind,
        span.name,
        span.events,
        span.links,
        span.status,
      ]);
    }
  });
});

it('recorded spans are never changed', () => {
  for (const file of Object.values(spans)) {
    const before = JSON.stringify(file);
    const span = toSpan(file);
    enriched(span, { redact: ['*'] });
    expect(JSON.stringify(file)).toBe(before);
    expect(span.attributes).toBe(file.attributes);
  }
});
