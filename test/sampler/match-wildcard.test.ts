import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileWildcard, isMatchAll } from '../../src/sampler/match-wildcard.ts';

/** What the documentation says, and nothing else: slow, but plain. */
function matchesByDefinition(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [head, rest] = [pattern[0], pattern.slice(1)];
  if (head === '*')
    return matchesByDefinition(rest, text) || (text !== '' && matchesByDefinition(pattern, text.slice(1)));
  return text !== '' && (head === '?' || head === text[0]) && matchesByDefinition(rest, text.slice(1));
}

function matches(pattern: string, text: string | undefined): boolean {
  return compileWildcard(pattern)(text?.toLowerCase());
}

const letters = fc.constantFrom('a', 'b', 'A', '/', '.', '\n', '*', '?', '\\', '[', '(', '+', 'ß', '😀');
const texts = fc.array(letters, { maxLength: 12 }).map((parts) => parts.join(''));
const patterns = fc
  .array(fc.oneof(letters, fc.constantFrom('*', '?', '**')), { maxLength: 10 })
  .map((parts) => parts.join(''));

test('every pattern matches what it matches by definition, and nothing else', () => {
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      expect(matches(pattern, text)).toBe(matchesByDefinition(pattern.toLowerCase(), text.toLowerCase()));
    }),
    { numRuns: 5000 },
  );
});

test('a pattern made from a text by leaving parts open matches it', () => {
  const openings = fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.boolean()), { maxLength: 4 });
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), openings, (text, places) => {
      // What stands in the text as a wildcard would be one in the pattern, which matches itself as well.
      let pattern = text;
      for (const [from, length, isOne] of places) {
        const start = Math.min(from, pattern.length);
        const replaced = isOne ? pattern.slice(start, start + 1).replace(/[^*]/s, '?') : '*';
        pattern = pattern.slice(0, start) + replaced + pattern.slice(start + (isOne ? 1 : length));
      }
      expect(matches(pattern, text)).toBe(true);
    }),
  );
});

test.each([
  ['*', '', true],
  ['*', undefined, true],
  ['**', undefined, true],
  ['', '', true],
  ['', 'a', false],
  ['', undefined, false],
  ['?', '', false],
  ['?*', undefined, false],
  ['/API/*', '/api/orders', true],
  ['/api/*', '/api', false],
  ['/api/?', '/api/1', true],
  ['/api/?', '/api/12', false],
  ['*.internal', 'db.INTERNAL', true],
  ['*a*b*', 'xxaxxbxx', true],
  ['*a*b*', 'xxbxxaxx', false],
  ['a*a', 'a', false],
  ['a\n*', 'a\nb\nc', true],
  ['a.c', 'abc', false],
])('%j matches %j: %j', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

test('only stars match a text that is not there', () => {
  fc.assert(
    fc.property(patterns, (pattern) => {
      expect(matches(pattern, undefined)).toBe(/^\*+$/.test(pattern));
      expect(isMatchAll(pattern)).toBe(/^\*+$/.test(pattern));
    }),
  );
});

test('a hostile text costs no more than the product of the lengths', () => {
  const pattern = `${'*a'.repeat(60)}*b`;
  expect(matches(pattern, 'a'.repeat(20_000))).toBe(false);
});
