import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capture, metadata, withSegment } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

function written(action: () => void): Record<string, unknown> {
  withSegment('worker', action);
  return { ...tracing.spans().at(-1)?.attributes };
}

test('metadata is a JSON object per namespace, which the exporter merges into it', () => {
  const attributes = written(() => {
    metadata('No. roles built', 3);
    metadata('roles', [{ name: 'admin' }]);
    metadata('request', { id: 'x' }, 'payments');
  });
  expect(attributes).toEqual({
    'aws.xray.metadata.default': '{"No. roles built":3,"roles":[{"name":"admin"}]}',
    'aws.xray.metadata.payments': '{"request":{"id":"x"}}',
  });
});

test('a key that is set again is replaced', () => {
  expect(written(() => [1, 2].forEach((value) => metadata('key', value)))).toEqual({
    'aws.xray.metadata.default': '{"key":2}',
  });
});

test('each span has its own', () => {
  withSegment('worker', () => {
    metadata('outer', 1);
    capture('block', () => metadata('inner', 2));
  });
  expect(tracing.span('block').attributes).toEqual({ 'aws.xray.metadata.default': '{"inner":2}' });
  expect(tracing.span('worker').attributes).toEqual({ 'aws.xray.metadata.default': '{"outer":1}' });
});

test('later changes of the value do not show', () => {
  const basket = { items: 1 };
  const attributes = written(() => {
    metadata('basket', basket);
    basket.items = 2;
    metadata('other', 0);
  });
  expect(attributes['aws.xray.metadata.default']).toBe('{"basket":{"items":1},"other":0}');
});

test('arbitrary keys, values and namespaces never throw and give valid JSON', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
    withBoxedValues: true,
  });
  fc.assert(
    fc.property(fc.string(), anything, fc.string(), (key, value, namespace) => {
      const attributes = written(() => metadata(key, value, namespace));
      if (key === '' || namespace === '' || namespace.startsWith('AWS.')) return;
      const json = attributes[`aws.xray.metadata.${namespace}`];
      expect(Object.keys(JSON.parse(String(json)))).toEqual([key]);
    }),
  );
});

test('the metadata of one span stays below 1 MiB, with marks where it is cut', () => {
  const attributes = written(() => {
    for (let index = 0; index < 10; index += 1) metadata(`key${index}`, 'ä'.repeat(200_000), `ns${index % 3}`);
  });
  const texts = Object.values(attributes).map(String);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeLessThanOrEqual(2 ** 20);
  expect(bytes).toBeGreaterThan(800_000);
  expect(texts.join('')).toMatch(/\[cut: \d+ more characters\]/);
  for (const text of texts) expect(() => JSON.parse(text)).not.toThrow();
  expect(tracing.lines).toEqual([
    'warn: "metadata" has no room for another key; expected up to 1 MiB of metadata on one span. The value is left out.',
  ]);
});

test('replacing a large value gives its room back', () => {
  const attributes = written(() => {
    for (let round = 0; round < 5; round += 1) metadata('key', 'x'.repeat(900_000));
  });
  expect(String(attributes['aws.xray.metadata.default'])).toHaveLength('{"key":""}'.length + 900_000);
  expect(tracing.lines).toEqual([]);
});

describe('refused with one line, and never thrown', () => {
  test.each([[''], [null], [undefined], [42], [{}], [Symbol('key')]])('%s instead of a key', (key) => {
    // @ts-expect-error a wrong type on purpose
    expect(written(() => metadata(key, 1))).toEqual({});
    expect(tracing.lines).toHaveLength(1);
    expect(tracing.lines[0]).toMatch(/^warn: "metadata" got .* as its key; expected a non-empty string/);
  });

  test.each([[''], [null], [42], [{}], [Symbol('namespace')]])('%s instead of a namespace', (namespace) => {
    // @ts-expect-error a wrong type on purpose
    expect(written(() => metadata('key', 1, namespace))).toEqual({});
    expect(tracing.lines).toHaveLength(1);
    expect(tracing.lines[0]).toMatch(/^warn: "metadata" got .* as its namespace; expected a non-empty string/);
  });

  test('a namespace that is X-Ray’s own', () => {
    expect(written(() => metadata('key', 1, 'AWS.mine'))).toEqual({});
    expect(tracing.lines).toEqual([
      'warn: "metadata" got the namespace "AWS.mine"; expected one that does not begin with "AWS.", which is X-Ray\'s own. The metadata is left out.',
    ]);
  });
});
