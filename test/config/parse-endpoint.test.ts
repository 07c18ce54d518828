import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpoint, quoteEndpoint, stripEndpoint } from '../../src/config/parse-endpoint.ts';

describe('parseEndpoint', () => {
  it.each([
    ['http://127.0.0.1:4317', 'url'],
    ['HTTPS://[::1]:4318/v1/traces?x=1', 'url'],
    ['https://user:pw@host', 'url'],
    ['localhost:4317', 'bare'],
    ['[::1]:4317', 'bare'],
    ['host:4318/v1/traces', 'bare'],
    ['unix:///run/otlp.sock', 'unix'],
    ['unix:run/otlp.sock', 'unix'],
  ])('takes %s as %s', (text, kind) => {
    expect(parseEndpoint(text)).toStrictEqual({ kind: 'accepted', value: { kind, text } });
  });

  it('never throws, and takes only what a URL can be made of', () => {
    const nearlyUrls = fc
      .array(
        fc.oneof(
          fc.constantFrom('http://', 'https://', 'unix:', '[', ']', '::1', ':4317', '/', '@', '?', '#', '%'),
          fc.string({ unit: 'binary', maxLength: 5 }),
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(nearlyUrls, fc.webUrl()), (text) => {
        const parsed = parseEndpoint(text);
        if (parsed.kind === 'accepted' && parsed.value.kind !== 'unix') {
          const prefix = parsed.value.kind === 'bare' ? 'http://' : '';
          expect(new URL(`${prefix}${text}`).hostname).not.toBe('');
        }
      }),
    );
  });
});

describe('stripEndpoint', () => {
  it.each([
    ['http://127.0.0.1:4317', 'http://127.0.0.1:4317'],
    ['http://user:hunter2@host:4318/v1/traces?key=hunter2#hunter2', 'http://host:4318/v1/traces'],
    ['https://host/', 'https://host'],
    ['unix:///run/otlp.sock', 'unix:///run/otlp.sock'],
  ])('makes %s printable as %s', (endpoint, stripped) => {
    expect(stripEndpoint(endpoint)).toBe(stripped);
  });
});

describe('quoteEndpoint', () => {
  it('hides everything where a password may stand, and queries always', () => {
    expect(quoteEndpoint('htp://a:hunter2@b')).toBe('a value that may hold a password');
    expect(quoteEndpoint('htp://b?key=hunter2\nhunter2')).toBe('"htp://b"');
  });
});
