import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILTER_KEYWORDS } from '../../../src/local/filter/filter-keywords.ts';
import { findSimilar } from '../../../src/local/filter/find-similar.ts';

const KEYWORDS = [...FILTER_KEYWORDS.keys()];

test.each([
  ['responsetme', 'responsetime'],
  ['ResponseTiem', 'responsetime'],
  ['servce', 'service'],
  ['falut', 'fault'],
  ['anotation', 'annotation'],
  ['http.stauts', 'http.status'],
])('%s stands for %s', (word, keyword) => {
  expect(findSimilar(word, KEYWORDS)).toBe(keyword);
});

test.each(['', 'x', 'okk', 'banana', 'a'.repeat(1000)])('%s stands for nothing', (word) => {
  expect(findSimilar(word, KEYWORDS)).toBeUndefined();
});

test('a long word without one of its letters stands for itself', () => {
  const long = KEYWORDS.filter((keyword) => keyword.length > 8);
  fc.assert(
    fc.property(fc.constantFrom(...long), fc.nat(100), (keyword, place) => {
      const index = place % keyword.length;
      expect(findSimilar(keyword.slice(0, index) + keyword.slice(index + 1), KEYWORDS)).toBe(keyword);
    }),
  );
});
