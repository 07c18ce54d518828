import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAttribute, readHost, readMethod, readPath } from '../../src/sampler/request-field.ts';

test.each([
  [{ 'server.address': 'shop.example', 'http.host': 'other:80' }, 'shop.example'],
  [{ 'net.host.name': 'shop.example' }, 'shop.example'],
  [{ 'http.host': 'shop.example:8080' }, 'shop.example'],
  [{ 'http.host': '[::1]:8080' }, '[::1]'],
  [{ 'client.address': '10.0.0.1' }, undefined],
  [{}, undefined],
])('the host of %j is %j', (attributes, host) => {
  expect(readHost(attributes)).toBe(host);
});

test.each([
  [{ 'http.request.method': 'GET', 'http.method': 'PUT' }, 'GET'],
  [{ 'http.method': 'PUT' }, 'PUT'],
  [{ 'http.request.method': '_OTHER', 'http.request.method_original': 'PURGE' }, 'PURGE'],
  [{ 'http.request.method': '_OTHER' }, '_OTHER'],
  [{}, undefined],
])('the method of %j is %j', (attributes, method) => {
  expect(readMethod(attributes)).toBe(method);
});

test.each([
  [{ 'url.path': '/a', 'http.target': '/b' }, '/a'],
  [{ 'http.target': '/b?c=/d' }, '/b'],
  [{ 'http.target': '/b#c' }, '/b'],
  [{ 'url.full': 'https://user:pw@host:1/a/b?c#d' }, '/a/b'],
  [{ 'http.url': 'http://host' }, '/'],
  [{ 'http.url': 'http://host?a=/b' }, '/'],
  [{ 'url.full': 'not a url' }, undefined],
  [{}, undefined],
])('the path of %j is %j', (attributes, path) => {
  expect(readPath(attributes)).toBe(path);
});

test.each([
  ['gold', 'gold'],
  [5, '5'],
  [true, 'true'],
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    [1, 2],
    ['1', '2'],
  ],
  [undefined, undefined],
])('an attribute %j counts as %j', (value, text) => {
  expect(readAttribute('tier')({ tier: value })).toStrictEqual(text);
});

test('hostile attributes are only looked at', () => {
  const values = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.array(fc.string()));
  const keys = fc.constantFrom('url.path', 'http.target', 'url.full', 'http.host', 'server.address', 'http.method');
  fc.assert(
    fc.property(fc.dictionary(keys, values), (attributes) => {
      for (const read of [readHost, readMethod, readPath]) expect(() => read(attributes)).not.toThrow();
    }),
  );
  expect(readPath({ 'url.full': `http://${'a'.repeat(1 << 20)}` })).toBe('/');
});
