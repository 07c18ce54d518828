import fc from 'fast-check';
import { expect, test } from 'vitest';
import { urlHostname } from '../../src/translator/url-hostname.ts';

test.each([
  ['postgresql://u:p%40@db.example.com:5432/x?ssl=1#f', 'db.example.com'],
  ['PG://H.Example', 'H.Example'],
  ['//h.example/p', 'h.example'],
  ['mongodb://a:1,b:2/x', 'a:1,b'],
  ['pg://u@v@h:1/', 'h'],
  ['pg://h:/', 'h'],
  ['pg://[::1]:5432/db', '::1'],
  ['pg://[fe80::1%25en0]/db', 'fe80::1%en0'],
  ['pg://h%c3%a9/', 'hé'],
  ['pg://h%25/', 'h%'],
  ['sqlserver://h;databaseName=x', 'h;databaseName=x'],
  ['pg://h/?%zz', 'h'],
])('%s names a host', (url, host) => {
  expect(urlHostname(url)).toBe(host);
});

test.each([
  '',
  '*',
  ':x',
  'h',
  'h:5432',
  '/p',
  'file:///x',
  '///h',
  'sqlite:file.db',
  '1pg://h',
  'Server=db;Port=3306',
  'pg://h:port/',
  'http://a:1:2/',
  'pg://h/%zz',
  'pg://h/#%zz',
  'pg://h%41/',
  'pg://h%/',
  'pg://h x/',
  'pg://{h}/',
  'pg://h\u0001',
  'pg://u v@h/',
  'pg://u%zz@h/',
  'pg://[::1',
  'pg://[::1]x',
  'pg://[1.2.3.4]/',
  'pg://x[::1]/',
])('%j names none', (text) => {
  expect(urlHostname(text)).toBe('');
});

test('web URLs name the host that they were made of', () => {
  fc.assert(
    fc.property(fc.webUrl({ validSchemes: ['https', 'pg'], withQueryParameters: true, withFragments: true }), (url) => {
      expect(urlHostname(url)).toBe(/^\w+:\/\/([^/?#:]+)/.exec(url)?.[1]);
    }),
  );
});

test('any text gives a text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(typeof urlHostname(`pg://${text}`)).toBe('string');
    }),
  );
});
