import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonObject, readObject, readText } from '../../src/resource/json-object.ts';

test('only objects are objects', () => {
  expect(parseJsonObject('{"a":1}')).toEqual({ a: 1 });
  for (const text of ['null', '[]', '1', '"a"', 'true'])
    expect(() => parseJsonObject(text)).toThrow('expected a JSON object');
  expect(() => parseJsonObject('{')).toThrow();
});

test('members of any kind are read as text, as object, or not at all', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = readText({ key: value }, 'key');
      expect(text).toBe(typeof value === 'string' && value !== '' ? value : undefined);
      expect(readText(readObject({ key: value }, 'key'), 'missing')).toBeUndefined();
    }),
  );
});
