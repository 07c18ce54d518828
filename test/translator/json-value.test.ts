import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeJson } from '../../src/translator/json-value.ts';

describe('what is written is what was meant', () => {
  test('any JSON value survives writing and parsing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(writeJson(value as Parameters<typeof writeJson>[0]))).toEqual(value);
      }),
    );
  });

  test('any text survives, but for lone surrogates, which become U+FFFD', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        expect(JSON.parse(writeJson(text))).toBe(Buffer.from(text).toString());
      }),
    );
  });

  test.each([
    [9_007_199_254_740_993n, '9007199254740993'],
    [-(2n ** 63n), '-9223372036854775808'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
    [0.000001, '0.000001'],
    [NaN, 'null'],
    [null, 'null'],
    [true, 'true'],
  ])('%s is %s', (value, text) => {
    expect(writeJson(value)).toBe(text);
  });
});

describe('the text is the one that Go writes', () => {
  test('HTML characters and line separators are escaped, other characters are not', () => {
    expect(writeJson('<a href="x">&\u2028\u2029\u007f é😀\ufffd')).toBe(
      String.raw`"\u003ca href=\"x\"\u003e\u0026\u2028\u2029${'\u007f é😀\ufffd'}"`,
    );
  });

  test('control characters have their short escapes where Go has them', () => {
    expect(writeJson('\0\b\t\n\v\f\r\u001f')).toBe(String.raw`"\u0000\b\t\n\u000b\f\r\u001f"`);
  });

  test('keys stand in the order of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), (keys) => {
        const written = writeJson(Object.fromEntries(keys.map((key) => [key, 0])));
        const order = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(written).toBe(`{${order.map((key) => `${writeJson(key)}:0`).join(',')}}`);
      }),
    );
  });

  test('keys that differ only in lone surrogates are one key, and the last one counts', () => {
    expect(writeJson({ 'a\ud800': 1, 'a\udc00': 2, b: 3 })).toBe('{"a\ufffd":2,"b":3}');
  });
});
