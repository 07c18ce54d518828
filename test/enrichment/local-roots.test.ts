import { describe, expect, it } from 'vitest';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { resources, writtenSpans } from './recorded/written-spans.ts';
import { enriched, onlyDocument, pictureOf } from './documents.ts';

const modes = ['full', 'additive', 'off'] as const;

function root(kind: SpanFile['kind'], changes: Partial<SpanFile> = {}): SpanFile {
  return { name: 'nightly report', kind, scope: 'shop-cron', attributes: {}, ...changes };
}

describe('a root that is no server', () => {
  it('is a segment named after the service, and tells what it was called: a cron job', () => {
    const document = onlyDocument(toSpan(writtenSpans['cron job']!));
    expect(document).toMatchObject({
      name: 'shop',
      metadata: { default: { 'aws.local.operation': 'nightly report', rows: 12 } },
    });
    expect(document).not.toHaveProperty('type');
    expect(document).not.toHaveProperty('namespace');
  });

  it('is the same where its parent is in another process', () => {
    const document = onlyDocument(toSpan(root('INTERNAL', { parent: 'remote' })));
    expect(document).toMatchObject({ name: 'shop', parent_id: '4a3b2c1d0e9f8a7b' });
    expect(document).not.toHaveProperty('type');
  });

  it('that consumes a message is one segment', () => {
    const document = onlyDocument(toSpan(writtenSpans['kafka consumer']!));
    expect(document).toMatchObject({ name: 'shop', parent_id: '4a3b2c1d0e9f8a7b' });
    expect(document.metadata?.['default']).toMatchObject({ 'aws.local.operation': 'process orders' });
  });

  it('that is a call is a segment with the call under it', () => {
    expect(pictureOf(toSpan(writtenSpans['cron job that calls AWS']!))).toMatchObject([
      { name: 'DynamoDB', namespace: 'aws', type: 'subsegment', aws: { table_name: 'orders' } },
      { name: 'shop' },
    ]);
    expect(
      pictureOf(toSpan(root('PRODUCER', { attributes: { 'server.address': 'broker', 'server.port': 9092 } }))),
    ).toMatchObject([{ name: 'broker:9092', namespace: 'remote' }, { name: 'shop' }]);
  });

  it('that polls SQS is a segment with the call under it', () => {
    for (const mode of ['full', 'additive'] as const) {
      expect(pictureOf(toSpan(writtenSpans['worker that polls SQS']!), { mode })).toMatchObject([
        { name: 'SQS', namespace: 'aws', type: 'subsegment' },
        { name: 'shop' },
      ]);
    }
  });

  it('keeps a name that the application set', () => {
    const named = root('INTERNAL', { attributes: { 'aws.local.service': 'reports' } });
    expect(onlyDocument(toSpan(named)).name).toBe('reports');
  });

  it('of a service without a name is left alone', () => {
    const span = toSpan(root('INTERNAL'), { 'telemetry.sdk.language': 'nodejs' });
    expect(onlyDocument(span).name).toBe('nightly report');
  });
});

describe('a consumer inside of a segment', () => {
  it('is a subsegment', () => {
    expect(onlyDocument(toSpan(writtenSpans['consumer in a request']!))).toMatchObject({ type: 'subsegment' });
  });
});

describe('in another cloud', () => {
  it.each(['INTERNAL', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const)(
    'the marker of local roots is never sent: %s',
    (kind) => {
      const marked = { 'aws.span.kind': 'LOCAL_ROOT', 'rpc.system': 'aws-api', 'rpc.service': 'S3' };
      for (const mode of modes) {
        for (const attributes of [marked, {}]) {
          for (const parent of [undefined, 'remote', 'local'] as const) {
            const file = root(kind, { attributes, ...(parent !== undefined && { parent }) });
            expect(enriched(toSpan(file, resources.gcp), { mode }).attributes).not.toHaveProperty('aws.span.kind');
          }
        }
      }
    },
  );

  it('roots that are no calls are still named after the service', () => {
    for (const kind of ['INTERNAL', 'CONSUMER'] as const) {
      const document = onlyDocument(toSpan(root(kind), resources.gcp));
      expect(document.name).toBe('shop');
      expect(document).not.toHaveProperty('type');
      expect(document).not.toHaveProperty('aws');
    }
  });
});
