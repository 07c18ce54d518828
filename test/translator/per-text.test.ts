import fc from 'fast-check';
import { expect, test } from 'vitest';
import { perText } from '../../src/translator/per-text.ts';

test('any texts give what they give without it, in whatever order and however often', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 4 })), (texts) => {
      const marked = perText((text) => `${text}!`);
      for (const text of [...texts, ...texts]) expect(marked(text)).toBe(`${text}!`);
    }),
  );
});

test('a text that comes again is not worked on again, but long ones are', () => {
  let made = 0;
  const count = perText(() => (made += 1));
  expect([count('a'), count('a'), count('a')]).toEqual([1, 1, 1]);
  expect([count('b'), count('a')]).toEqual([2, 1]);
  const long = 'x'.repeat(10_000);
  expect([count(long), count(long)]).toEqual([3, 4]);
});

test('texts that end alike take each other’s place', () => {
  let made = 0;
  const count = perText(() => (made += 1));
  expect([count('1-abc'), count('2-abc'), count('1-abc')]).toEqual([1, 2, 3]);
});

test('nothing made is remembered as well', () => {
  let made = 0;
  const none = perText(() => {
    made += 1;
    return undefined;
  });
  expect([none('a'), none('a')]).toEqual([undefined, undefined]);
  expect(made).toBe(1);
});
