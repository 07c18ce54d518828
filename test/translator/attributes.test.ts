import { describe, expect, test } from 'vitest';
import { AttributeStore, type Indexing } from '../../src/translator/attributes.ts';
import { makeSegment } from '../../src/translator/segment.ts';
import type { Attributes } from '../../src/translator/span.ts';
import { countIds, makeSpan } from './spans.ts';

const NOTHING_INDEXED: Indexing = { indexedAttributes: [], indexAllAttributes: false };
const ALL_INDEXED: Indexing = { indexedAttributes: [], indexAllAttributes: true };

function partsOf(attributes: Attributes, resource?: Attributes, indexing = NOTHING_INDEXED) {
  const store = new AttributeStore(attributes, indexing);
  if (resource !== undefined) store.addResource(resource);
  for (const [key, value] of Object.entries(attributes)) store.add(key, value);
  return store.finish();
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

test('attributes that another part used are indexed all the same, after the others', () => {
  const attributes = { 'db.system': 'mysql', 'http.method': 'GET', 'rpc.method': 'm', b: 2n };
  const indexedAttributes = ['db.system', 'rpc.method', 'http.method', 'missing', 'constructor', 'b'];
  const { annotations } = makeSegment(makeSpan({ attributes }), { indexedAttributes, newId: countIds() });
  expect(Object.entries(annotations ?? {})).toEqual([
    ['b', 2],
    ['db.system', 'mysql'],
    ['rpc.method', 'm'],
    ['http.method', 'GET'],
  ]);
});

test('a long list of keys to index is read as a short one', () => {
  const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
  const attributes = Object.fromEntries([...keys, 'other'].map((key) => [key, 1n]));
  const { annotations, metadata } = partsOf({ ...attributes, 'aws.xray.annotations': keys });
  expect(Object.keys(annotations ?? {})).toEqual(keys);
  expect(metadata).toEqual({ default: { other: 1 } });
});

test('documents of one resource do not share the map that their own attributes go to', () => {
  const resource = { r: 1n };
  const first = partsOf({ a: 1n }, resource);
  const second = partsOf({ b: 1n }, resource);
  expect(first.metadata).toEqual({ default: { 'otel.resource.r': 1, a: 1 } });
  expect(second.metadata).toEqual({ default: { 'otel.resource.r': 1, b: 1 } });
});
