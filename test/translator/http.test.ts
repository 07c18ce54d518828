import { describe, expect, test } from 'vitest';
import { makeSegment } from '../../src/translator/segment.ts';
import type { Attributes, SpanRecord } from '../../src/translator/span.ts';
import { countIds, makeSpan } from './spans.ts';

function documentOf(attributes: Attributes, changes: Partial<SpanRecord> = {}) {
  return makeSegment(makeSpan({ attributes, ...changes }), { newId: countIds() });
}

function httpOf(attributes: Attributes, changes: Partial<SpanRecord> = {}) {
  return documentOf(attributes, changes).http;
}

test('attributes of HTTP are used up even where they make no request', () => {
  const attributes = { 'server.address': 'h', 'server.port': 6379n, other: 1n };
  expect(documentOf(attributes)).toMatchObject({ http: undefined, metadata: { default: { other: 1 } } });
  expect(Object.keys(documentOf(attributes).metadata?.['default'] ?? {})).toEqual(['other']);
});

test('of an old and a stable attribute the later one counts', () => {
  expect(httpOf({ 'http.status_code': 429n, 'http.response.status_code': 400n })?.response?.status).toBe(400);
  expect(httpOf({ 'http.response.status_code': 400n, 'http.status_code': 429n })?.response?.status).toBe(429);
});

test('a status that is no integer is 0', () => {
  for (const status of ['500', 500, true, null]) {
    expect(httpOf({ 'http.response.status_code': status })?.response?.status).toBe(0);
  }
});

describe('the client’s address', () => {
  const method = { 'http.method': 'GET' };

  test('is forwarded when only a header told it', () => {
    expect(httpOf({ ...method, 'client.address': '1.2.3.4' })?.request).toMatchObject({
      client_ip: '1.2.3.4',
      x_forwarded_for: true,
    });
  });

  test('is what the header told, not forwarded, when the peer is known', () => {
    const http = httpOf({ ...method, 'network.peer.address': '10.0.0.1', 'client.address': '1.2.3.4' });
    expect(http?.request).toMatchObject({ client_ip: '1.2.3.4', x_forwarded_for: undefined });
  });

  test.each(['socket', '1.2.3', '01.2.3.4', 'fe80::1%eth0', ''])('is none for %j', (address) => {
    expect(httpOf({ ...method, 'network.peer.address': address })?.request?.client_ip).toBeUndefined();
  });
});

describe('the URL', () => {
  const server = { 'url.scheme': 'https', 'server.address': 'h', 'url.path': '/p', 'url.query': 'a=b' };

  test('of a server has its port unless it is the default', () => {
    expect(httpOf({ ...server, 'server.port': 8443n })?.request?.url).toBe('https://h:8443/p?a=b');
    expect(httpOf({ ...server, 'server.port': 443n })?.request?.url).toBe('https://h/p?a=b');
  });

  test('of a client without url.full has no host, as the exporter does not look at server.address', () => {
    expect(httpOf(server, { kind: 'client' })?.request?.url).toBe('https:///p?a=b');
  });

  test('is absent where nothing names a host', () => {
    expect(httpOf({ 'url.path': '/p' })).toEqual({ request: {}, response: { content_length: 0 } });
  });
});

test('the size comes from a received message, on the span or in the first event with one', () => {
  const received = { 'message.type': 'RECEIVED', 'messaging.message_payload_size_bytes': 7n };
  const events = [
    { name: 'sent', timeUnixNano: 0n, attributes: { ...received, 'message.type': 'SENT' } },
    { name: 'received', timeUnixNano: 0n, attributes: received },
  ];
  expect(httpOf({ 'http.method': 'GET' }, { events })?.response?.content_length).toBe(7);
});
