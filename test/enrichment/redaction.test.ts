import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText } from '../../src/enrichment/redact-text.ts';
import recorded from './recorded/spans.json' with { type: 'json' };
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { enriched, onlyDocument } from './documents.ts';

const spans = recorded as unknown as Readonly<Record<string, SpanFile>>;
const modes = ['full', 'additive', 'off'] as const;
const SECRET = 's3cr3tv4lue';

function span(attributes: SpanFile['attributes'], changes: Partial<SpanFile> = {}): SpanFile {
  return { name: 'work', kind: 'INTERNAL', parent: 'local', scope: 'shop', attributes, ...changes };
}

describe('a text', () => {
  it.each([
    ['key AKIAIOSFODNN7EXAMPLE and ASIAIOSFODNN7EXAMPLE', 'key REDACTED and REDACTED'],
    [
      'https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4&X-Amz-Credential=AKIA%2Fx&X-Amz-Security-Token=t%3D&x-amz-signature=ab&X-Amz-Expires=9',
      'https://b.s3.amazonaws.com/k?X-Amz-Algorithm=REDACTED&X-Amz-Credential=REDACTED&X-Amz-Security-Token=REDACTED&x-amz-signature=REDACTED&X-Amz-Expires=REDACTED',
    ],
    [
      '/k?AWSAccessKeyId=AKIDX&Signature=a%2Bb&Expires=1',
      '/k?AWSAccessKeyId=REDACTED&Signature=REDACTED&Expires=REDACTED',
    ],
    [
      'see https://d1.cloudfront.net/a?Policy=x&Signature=y&Key-Pair-Id=z or ?a=b&c=d',
      'see https://d1.cloudfront.net/a?Policy=REDACTED&Signature=REDACTED&Key-Pair-Id=REDACTED or ?a=b&c=d',
    ],
    ['?sig=abc&sv=2020', '?sig=REDACTED&sv=2020'],
    ['token=abc&page=2', 'token=REDACTED&page=2'],
    [
      '/cb?access_token=a&id_token=b&refresh_token=c&client_secret=d&password=e&api_key=f&apikey=g&jwt=h',
      '/cb?access_token=REDACTED&id_token=REDACTED&refresh_token=REDACTED&client_secret=REDACTED&password=REDACTED&api_key=REDACTED&apikey=REDACTED&jwt=REDACTED',
    ],
    ['postgres://shop:p@ss@db:5432/shop', 'postgres://REDACTED@db:5432/shop'],
    ['https://ghp_token@github.com/a', 'https://REDACTED@github.com/a'],
    [
      'AWS4-HMAC-SHA256 Credential=AKIA1/2026/eu/s3/aws4_request, SignedHeaders=host;date, Signature=ab12',
      'AWS4-HMAC-SHA256 Credential=REDACTED, SignedHeaders=host;date, Signature=REDACTED',
    ],
    ['authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'authorization: Bearer REDACTED'],
    [
      '{"secretAccessKey":"wJalrXUtnFEMI/K7MDENG","sessionToken": "FwoGZXIvYXdzEA=="}',
      '{"secretAccessKey":"REDACTED","sessionToken": "REDACTED"}',
    ],
    ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG', 'AWS_SECRET_ACCESS_KEY=REDACTED'],
  ])('loses its secrets: %s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  const names =
    'X-Amz-Signature x-goog-credential x-amz-security-token signature credential accesskeyid AWSAccessKeyId ' +
    'GoogleAccessId key-pair-id sig token access_token sessionToken jwt secret client_secret password passwd pwd ' +
    'api-key x-api_key apikey authorization auth';

  it.each(names.split(' ').flatMap((name) => [name, name.toUpperCase()]))(
    'without another suspicious word loses the value of %s',
    (name) => {
      expect(redactText(`/path?a=b&${name}=v4lue`)).not.toContain('v4lue');
    },
  );

  it.each([
    'alice@example.com paid = 3',
    'https://shop.example.com/orders?page=2&sort=name&design=x&author=y',
    'the token is missing, a secret',
    'postgresql://db:5432/shop',
    'Basic authentication and bearer of news',
    'a=b',
    'key=value;tokens=12',
  ])('without secrets stays as it is: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('of any form is redacted without a throw, and JSON stays JSON', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 100 }),
        fc.constantFrom('token=', '?sig=', '://u:p@'),
        (text, secret) => {
          const value = { text: `${secret}${text}` };
          expect(() => JSON.parse(redactText(JSON.stringify(value))) as unknown).not.toThrow();
        },
      ),
    );
    for (const hostile of [
      'token=',
      '://',
      '@',
      'AKIA',
      'a=',
      'Bearer ',
      'secret:',
      'a=b&',
      'aws-access',
      'Key-Pair-Id=&',
      'a%',
    ])
      redactText(hostile.repeat(50_000));
  });
});

describe('a span', () => {
  it('sends no secret of a signed URL, in any mode', () => {
    for (const mode of modes) {
      for (const what of ['http presigned: server', 'http presigned: client']) {
        expect(JSON.stringify(enriched(toSpan(spans[what]!), { mode }).attributes)).not.toMatch(
          /AKIA|abcdef0123|t0k3n/,
        );
      }
    }
  });

  it('sends no secret wherever it stands', () => {
    const url = `https://u:${SECRET}@h/p?token=${SECRET}`;
    const file = span(
      { text: url, list: [url], map: { deep: [{ url }] }, 'aws.xray.metadata.default': JSON.stringify({ url }) },
      {
        name: url,
        status: { code: 2, message: url },
        events: [
          {
            name: 'exception',
            attributes: { 'exception.message': url, 'exception.stacktrace': `Error: ${url}\n    at x (/y.js:1:2)` },
          },
        ],
        links: [{ traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', attributes: { url } }],
      },
    );
    for (const mode of modes) {
      const { name, status, attributes, events, links } = enriched(toSpan(file), { mode });
      expect(JSON.stringify([name, status, attributes, events, links])).not.toContain(SECRET);
    }
  });

  it.each([
    'authorization',
    'proxy-authorization',
    'cookie',
    'x-api-key',
    'x-amz-security-token',
    'x-amzn-oidc-data',
    'x-csrf-token',
  ])('sends no captured header that is a credential: %s', (header) => {
    const key = `http.request.header.${header}`;
    expect(enriched(toSpan(span({ [key]: [SECRET] })), { mode: 'off' }).attributes).toEqual({ [key]: ['REDACTED'] });
  });

  it('sends other captured headers', () => {
    const attributes = { 'http.request.header.accept': ['text/html'] };
    expect(enriched(toSpan(span(attributes))).attributes).toEqual(attributes);
  });

  it('sends nothing of the configured names, at any depth', () => {
    const redact = ['card.*', '*_pin', 'Session'];
    const file = span({
      'card.number': '4111',
      user_pin: 1234,
      session: ['a'],
      nested: { card: { 'card.cvc': '7' }, ok: 1 },
      'aws.xray.metadata.payments': JSON.stringify({ request: { user_pin: '1234', amount: 3 } }),
      discard: 'kept',
    });
    expect(onlyDocument(toSpan(file), { redact }).metadata).toMatchObject({
      default: {
        'card.number': 'REDACTED',
        user_pin: 'REDACTED',
        session: ['REDACTED'],
        nested: { card: { 'card.cvc': 'REDACTED' }, ok: 1 },
        discard: 'kept',
      },
      payments: { request: { user_pin: 'REDACTED', amount: 3 } },
    });
  });
});
