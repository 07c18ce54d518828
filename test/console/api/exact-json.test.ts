import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactOf, parseJson } from '../../../src/console/api/exact-json.ts';
import { linesToText, toJsonLines } from '../../../src/console/trace/json-lines.ts';

describe('integers beyond 2^53', () => {
  const text =
    '{"end_time":9007199254740993,"annotations":{"n":9007199254740993,"list":[-12345678901234567890]},"x":1.5}';
  const document = parseJson(text) as { end_time: number; annotations: { n: number; list: number[] } };

  test('are numbers where one reckons', () => {
    expect(document.end_time / 2).toBe(2 ** 52);
    expect(document.annotations.n).toBeTypeOf('number');
  });

  test('are shown with all digits, in any part of the document', () => {
    expect(exactOf(document.annotations)).toEqual({ n: 9_007_199_254_740_993n, list: [-12_345_678_901_234_567_890n] });
    expect(linesToText(toJsonLines(exactOf(document))).replaceAll(/\s/g, '')).toBe(text);
  });
});

test('what has none is the value itself, and digits in texts are texts', () => {
  const value = parseJson('{"id":"12345678901234567890","n":1795000000.0635066}');
  expect(exactOf(value)).toBe(value);
  expect(exactOf(undefined)).toBeUndefined();
});

test('any JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});
