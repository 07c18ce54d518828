import { describe, expect, test } from 'vitest';
import { type Indexing, makeAttributes, withIndexed } from '../../src/translator/attributes.ts';
import type { Attributes } from '../../src/translator/span.ts';

const NOTHING_INDEXED: Indexing = { indexedAttributes: [], indexAllAttributes: false };
const ALL_INDEXED: Indexing = { indexedAttributes: [], indexAllAttributes: true };

function partsOf(attributes: Attributes, resource?: Attributes, indexing = NOTHING_INDEXED) {
  return makeAttributes(attributes, resource, indexing);
}

test('nothing gives nothing', () => {
  expect(partsOf({})).toEqual({ user: undefined, annotations: undefined, metadata: undefined });
});

test('the user is no attribute any more, even if it is no text', () => {
  expect(partsOf({ 'enduser.id': 'u' })).toEqual({ user: 'u' });
  expect(partsOf({ 'enduser.id': 5n })).toEqual({ user: undefined });
});

describe('what is indexed becomes an annotation', () => {
  test('by the span’s own list', () => {
    const attributes = { 'aws.xray.annotations': ['a b', 5n], 'a b': 'x', c: 1n };
    expect(partsOf(attributes)).toEqual({ annotations: { a_b: 'x' }, metadata: { default: { c: 1 } } });
  });

  test('by configuration, the resource’s with its prefix', () => {
    const indexing = { indexedAttributes: ['otel.resource.r', 'a'], indexAllAttributes: false };
    expect(partsOf({ a: 1n, r: 2n }, { r: 3n, a: 4n }, indexing)).toEqual({
      annotations: { a: 1, 'otel.resource.r': 3 },
      metadata: { default: { r: 2, 'otel.resource.a': 4 } },
    });
  });

  test('or all of it, and then lists and maps of the span are lost, those of the resource are not', () => {
    expect(partsOf({ a: true, list: [1n] }, { list: [2n] }, ALL_INDEXED)).toEqual({
      annotations: { a: true },
      metadata: { default: { 'otel.resource.list': [2] } },
    });
  });

  test('with one underscore for each character that X-Ray refuses', () => {
    expect(partsOf({ 'a-b.c_d😀é': 1n }, undefined, ALL_INDEXED).annotations).toEqual({ 'a_b.c_d__': 1 });
  });

  test('the last one of those that get the same key', () => {
    expect(partsOf({ 'a-b': 1n, 'a b': 2n }, undefined, ALL_INDEXED).annotations).toEqual({ a_b: 2 });
  });
});

describe('everything else becomes metadata', () => {
  test('a namespace of its own is read from JSON', () => {
    const attributes = { 'aws.xray.metadata.ns': '{"a":[1]}', 'aws.xray.metadata.Default': '{"b":2}', c: 3n };
    expect(partsOf(attributes).metadata).toEqual({ ns: { a: [1] }, default: { b: 2, c: 3 } });
  });

  test('what is no JSON object stays as it is', () => {
    expect(partsOf({ 'aws.xray.metadata.ns': '[1]' }).metadata).toEqual({ default: { 'aws.xray.metadata.ns': '[1]' } });
  });

  test('an empty namespace is kept, an empty value is not', () => {
    expect(partsOf({ 'aws.xray.metadata.ns': '{}', none: null }).metadata).toEqual({ ns: {} });
  });
});

test('attributes that another part used are put back for indexing', () => {
  const all = { used: 1n, left: 2n };
  expect(withIndexed({ left: 2n }, all, ['used', 'missing', 'constructor'])).toEqual(all);
});
