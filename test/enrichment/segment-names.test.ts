import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLegalName, legalName } from '../../src/enrichment/legal-name.ts';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { shopResource } from './recorded/span-file.ts';
import { onlyDocument, pictureOf } from './documents.ts';

const LEGAL = /^[\p{L}\p{N} _.:/%&#=+\-@]{1,200}$/u;

function request(attributes: SpanFile['attributes'] = {}, changes: Partial<SpanFile> = {}): SpanFile {
  const scope = '@opentelemetry/instrumentation-http';
  return {
    name: 'GET /',
    kind: 'SERVER',
    scope,
    attributes: { 'http.request.method': 'GET', ...attributes },
    ...changes,
  };
}

const to = (host: string, port?: number) => ({
  'url.scheme': 'http',
  'server.address': host,
  ...(port !== undefined && { 'server.port': port }),
});

describe('the segment of a request', () => {
  it('is named after the service, or as the application says', () => {
    expect(onlyDocument(toSpan(request())).name).toBe('shop');
    expect(onlyDocument(toSpan(request({ 'aws.local.service': 'GetRoles' }))).name).toBe('GetRoles');
  });

  it.each([
    [to('orders.example.com', 80), 'orders.example.com'],
    [to('orders.example.com', 8080), 'orders.example.com:8080'],
    [to('Orders.Example.com'), 'Orders.Example.com'],
    [to('example.com'), 'shop'],
    [to('evil.test'), 'shop'],
    [to('internal', 9000), 'internal:9000'],
    [to('internal', 9001), 'shop'],
    [{ 'http.host': 'a.example.com' }, 'a.example.com'],
    [{ ...to('a.example.com'), 'aws.local.service': 'Mine' }, 'Mine'],
  ])('to %j is named %s where hosts name segments', (attributes, name) => {
    const segmentNameHosts = ['*.example.com', 'internal:9000'];
    expect(onlyDocument(toSpan(request(attributes)), { segmentNameHosts }).name).toBe(name);
  });

  it('is named after the service, whatever calls it tells of', () => {
    for (const key of ['peer.service', 'aws.service', 'db.name']) {
      expect(onlyDocument(toSpan(request({ [key]: 'somebody' }))).name).toBe('shop');
    }
  });

  it('has a legal name where the service has none', () => {
    const span = toSpan(request(), { ...shopResource, 'service.name': `shop <b>☃ ${'x'.repeat(300)}` });
    expect(onlyDocument(span).name).toBe(`shop b ${'x'.repeat(300)}`.slice(0, 200));
  });
});

describe('every name', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ minLength: 190, maxLength: 400 }),
    fc.constant(''),
  );
  const keys = [
    'aws.local.service',
    'aws.remote.service',
    'peer.service',
    'aws.service',
    'db.name',
    'rpc.service',
    'http.host',
    'net.peer.name',
    'server.address',
  ];
  const attributes = fc.dictionary(fc.constantFrom(...keys), name, { maxKeys: 4 });
  const others = fc.constantFrom(
    {},
    { 'aws.span.kind': 'LOCAL_ROOT' },
    { 'rpc.system': 'aws-api' },
    { 'db.system.name': 'postgresql' },
  );

  it('that X-Ray gets is one that it takes, whatever the attributes and the service are called', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'INTERNAL'),
        fc.constantFrom(undefined, 'local', 'remote'),
        attributes,
        others,
        name,
        fc.constantFrom('shop', '@opentelemetry/instrumentation-x', 'otel-xray'),
        (kind, parent, named, more, service, scope) => {
          const file = {
            name: 'work',
            kind,
            scope,
            attributes: { ...named, ...more },
            ...(parent && { parent }),
          } as SpanFile;
          for (const mode of ['full', 'additive'] as const) {
            const documents = pictureOf(toSpan(file, { ...shopResource, 'service.name': service }), { mode });
            for (const document of documents) expect(document.name).toMatch(LEGAL);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is left alone where it is legal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(isLegalName(text)).toBe(LEGAL.test(text));
        expect(legalName(text)).toMatch(LEGAL);
        if (isLegalName(text)) expect(legalName(text)).toBe(text);
      }),
    );
  });
});
