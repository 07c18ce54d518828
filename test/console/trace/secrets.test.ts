import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesToText, toJsonLines } from '../../../src/console/trace/json-lines.ts';
import { HIDDEN, hideSecrets, isSecretKey, shieldValue } from '../../../src/console/trace/secrets.ts';
import { readSqlWords } from '../../../src/console/trace/sql-words.ts';

test.each([
  'authorization',
  'http.request.header.authorization',
  'Set-Cookie',
  'sessionToken',
  'db.password',
  'API_KEY',
  'x-api-key',
  'aws.secret_access_key',
  'refreshToken',
  'clientSecret',
])('a value under %s is hidden', (key) => expect(isSecretKey(key)).toBe(true));

test.each([
  'author',
  'tokens_used_by_model',
  'secretary',
  'keyboard',
  'customer',
  'http.route',
  'request_id',
  'monkey',
])('a value under %s is not', (key) => expect(isSecretKey(key)).toBe(false));

test.each([
  ['https://ada:opensesame@host/path', 'opensesame'],
  ['postgresql://shop:hunter22@db:5432/shop', 'hunter22'],
  ['Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
  ['AKIAIOSFODNN7EXAMPLE was used', 'AKIAIOSFODNN7EXAMPLE'],
  ['/download?X-Amz-Signature=fe5f80f77d5fa3be&x=1', 'fe5f80f77d5fa3be'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'eyJzdWIiOiIxMjM0In0'],
  ['/reports?format=csv&token=s3cr3tvalue', 's3cr3tvalue'],
])('in %s the secret is hidden and the rest is not', (text, secret) => {
  expect(hideSecrets(text)).not.toContain(secret);
  expect(hideSecrets(text)).toContain(HIDDEN);
});

test('a text without secrets is shown as it is', () => {
  expect(shieldValue('url', 'https://shop.example/orders?page=2')).toEqual({
    text: 'https://shop.example/orders?page=2',
    isHidden: false,
  });
  expect(shieldValue('password', '')).toEqual({ text: '', isHidden: false });
});

test('no text takes long to look through', () => {
  expect(hideSecrets(`${'://a'.repeat(20_000)}:`)).toContain('://a');
  expect(hideSecrets('eyJ'.repeat(20_000))).toContain('eyJ');
});

test('lines of JSON are JSON again', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const lines = toJsonLines(value);
      // What was hidden is put back, so that the lines say all that the value does.
      const text = linesToText(lines.map((line) => ({ ...line, text: line.secret ?? line.text })));
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('secrets in JSON are hidden by their key, items of a list by that of the list', () => {
  const text = linesToText(
    toJsonLines({ headers: { cookie: ['a=12345678'], accept: '*/*' }, pin: { password: 1234 } }),
  );
  expect(text).not.toContain('12345678');
  expect(text).not.toContain('1234');
  expect(text).toContain('*/*');
});

test('JSON that is nested without end is cut', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 5000; level++) deep = [deep];
  expect(toJsonLines(deep).length).toBeLessThan(200);
});

test('the pieces of a statement are the statement', () => {
  fc.assert(
    fc.property(fc.string(), (statement) => {
      expect(
        readSqlWords(statement)
          .map(({ text }) => text)
          .join(''),
      ).toBe(statement);
    }),
  );
  expect(readSqlWords('select a from b').filter(({ isKeyword }) => isKeyword)).toHaveLength(2);
});
