import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_VALUE_DEPTH, toDocumentValue } from '../../src/translator/document-value.ts';
import { DroppedSpan } from '../../src/translator/dropped-span.ts';
import type { AttributeValue } from '../../src/translator/span.ts';

function nest(levels: number): AttributeValue {
  return Array.from({ length: levels }).reduce<AttributeValue>((value) => [value], 'x');
}

test('integers are numbers as long as they are exact', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
      const value = toDocumentValue(integer);
      expect(BigInt(value as number | bigint)).toBe(integer);
      expect(typeof value).toBe(Number.isSafeInteger(Number(integer)) ? 'number' : 'bigint');
    }),
  );
});

test('bytes are base64, and no bytes are null', () => {
  expect(toDocumentValue([Uint8Array.of(0, 255), new Uint8Array()])).toEqual(['AP8=', null]);
});

test('a key named like a property of objects is a key', () => {
  const value = toDocumentValue(JSON.parse('{"__proto__":{"a":1},"constructor":2}') as AttributeValue);
  expect(Object.entries(value as object)).toEqual([
    ['__proto__', { a: 1 }],
    ['constructor', 2],
  ]);
});

test('500 levels are stored, one more is refused', () => {
  expect(toDocumentValue(nest(MAX_VALUE_DEPTH))).toEqual(nest(MAX_VALUE_DEPTH));
  expect(() => toDocumentValue(nest(MAX_VALUE_DEPTH + 1))).toThrow(DroppedSpan);
});
