import { describe, expect, it } from 'vitest';
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { onlyDocument } from './documents.ts';

function requestOf(attributes: SpanFile['attributes'], changes: Partial<SpanFile> = {}): unknown {
  const scope = '@opentelemetry/instrumentation-http';
  const recorded = { 'http.request.method': 'GET', ...attributes };
  return onlyDocument(toSpan({ name: 'GET', kind: 'SERVER', scope, attributes: recorded, ...changes })).http?.request;
}

describe('the address of a client', () => {
  it.each([['203.0.113.9'], ['2001:db8::9']])('is marked where a header told it: %s', (client) => {
    expect(requestOf({ 'client.address': client, 'network.peer.address': '10.0.0.1' })).toMatchObject({
      client_ip: client,
      x_forwarded_for: true,
    });
  });

  it('is not where the connection told it', () => {
    const request = requestOf({ 'client.address': '10.0.0.1', 'network.peer.address': '10.0.0.1' });
    expect(request).toMatchObject({ client_ip: '10.0.0.1' });
    expect(request).not.toHaveProperty('x_forwarded_for');
  });

  it.each([['unknown'], ['_hidden'], ['client.example.com'], ['']])(
    'is that of the connection where the header told none: %j',
    (client) => {
      const request = requestOf({ 'client.address': client, 'network.peer.address': '10.0.0.1' });
      expect(request).toMatchObject({ client_ip: '10.0.0.1' });
      expect(request).not.toHaveProperty('x_forwarded_for');
    },
  );

  it('is what the application recorded itself', () => {
    const attributes = { 'client.address': '203.0.113.9', 'network.peer.address': '10.0.0.1' };
    expect(requestOf(attributes, { scope: 'shop' })).not.toHaveProperty('x_forwarded_for');
  });
});
