import { describe, expect, it } from 'vitest';
import recorded from './recorded/spans.json' with { type: 'json' };
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { enriched, onlyDocument } from './documents.ts';

const spans = recorded as unknown as Readonly<Record<string, SpanFile>>;

function call(attributes: SpanFile['attributes'], changes: Partial<SpanFile> = {}): SpanFile {
  return {
    name: 'GET',
    kind: 'CLIENT',
    scope: '@opentelemetry/instrumentation-http',
    parent: 'local',
    attributes,
    ...changes,
  };
}

describe('an outgoing call', () => {
  it.each([
    'http 200: client',
    'http 404: client',
    'http 429: client',
    'http 500: client',
    'http time-out: client',
    'http refused',
    'fetch 200: client',
    'fetch 404: client',
    'fetch time-out: client',
    'fetch refused',
  ])('is a remote node named by its host, never by its method: %s', (what) => {
    const document = onlyDocument(toSpan(spans[what]!));
    expect(document).toMatchObject({ name: '127.0.0.1:8080', namespace: 'remote', type: 'subsegment' });
    expect(document.http?.request).not.toHaveProperty('client_ip');
  });

  it.each([
    [
      { 'server.address': 'api.example.com', 'server.port': 443, 'url.full': 'https://api.example.com/' },
      'api.example.com',
    ],
    [{ 'server.address': 'api.example.com', 'server.port': 80, 'url.scheme': 'http' }, 'api.example.com'],
    [{ 'server.address': 'api.example.com', 'server.port': 80, 'url.scheme': 'https' }, 'api.example.com:80'],
    [{ 'server.address': 'api.example.com', 'server.port': 443 }, 'api.example.com'],
    [{ 'server.address': '::1', 'server.port': 8080 }, '::1:8080'],
    [{ 'server.address': '[::1]', 'server.port': '8080' }, '::1:8080'],
    [{ 'url.full': 'https://user:secret@api.example.com:8443/v1' }, 'api.example.com:8443'],
    [{ 'url.full': 'http://[::1]:3000/' }, '::1:3000'],
    [{ 'http.url': 'http://old.example.com:80/a?b' }, 'old.example.com'],
    [{ 'net.peer.name': 'old.example.com', 'net.peer.port': 9000 }, 'old.example.com:9000'],
    [{ 'messaging.destination.name': 'orders' }, 'orders'],
    [{ 'server.address': 'bad[name]<b>☃', 'server.port': 1 }, 'badnameb:1'],
    [{ 'server.address': 'h'.repeat(500), 'server.port': 1 }, 'h'.repeat(200)],
  ])('of %j is named %s', (attributes, name) => {
    expect(onlyDocument(toSpan(call(attributes))).name).toBe(name);
  });

  it('keeps a name that the application gave it', () => {
    const attributes = { 'server.address': 'api.example.com', 'peer.service': 'prices' };
    expect(onlyDocument(toSpan(call(attributes))).name).toBe('prices');
    expect(onlyDocument(toSpan(call({ ...attributes, 'aws.remote.service': 'catalogue' }))).name).toBe('catalogue');
  });

  it('without any host keeps its own name', () => {
    expect(onlyDocument(toSpan(call({ 'url.full': 'not a url', 'server.address': 7 }))).name).toBe('GET');
  });

  it('says which method it was where the conventions know it not', () => {
    const attributes = {
      'http.request.method': '_OTHER',
      'http.request.method_original': 'PURGE',
      'url.full': 'http://cdn/',
    };
    expect(onlyDocument(toSpan(call(attributes))).http?.request).toMatchObject({ method: 'PURGE' });
  });
});

describe('a request that a server answers', () => {
  it('keeps the address of its client, and is never named by a peer', () => {
    const document = onlyDocument(toSpan(spans['http 200: server']!));
    expect(document).toMatchObject({ name: 'shop', http: { request: { client_ip: '127.0.0.1' } } });
    const named = {
      ...spans['http 200: server']!,
      attributes: { 'http.request.method': 'GET', 'peer.service': 'gateway' },
    };
    expect(onlyDocument(toSpan(named)).name).toBe('shop');
  });

  it.each([
    ['http 200: server', {}],
    ['http 404: server', { error: true }],
    ['http 429: server', { error: true, throttle: true }],
    ['http 500: server', { fault: true }],
  ])('has the flags of its status: %s', (what, flags) => {
    const expected = { error: false, throttle: false, fault: false, ...flags };
    expect(onlyDocument(toSpan(spans[what]!))).toMatchObject(expected);
  });
});

it('an enriched span keeps its stable conventions', () => {
  const { attributes } = enriched(toSpan(spans['http 200: client']!));
  expect(attributes).toMatchObject({
    'url.full': expect.any(String),
    'http.request.method': 'GET',
    'server.port': 8080,
  });
});
