import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toSafeText } from '../../../src/cli/terminal/safe-text.ts';

describe('text from a span becomes one harmless line', () => {
  test.each([
    ['\u{1b}[31mred\u{1b}[0m', '␛[31mred␛[0m'],
    ['\u{1b}]0;title\u{7}', '␛]0;title␇'],
    ['\u{9b}31m', '\u{fffd}31m'],
    ['a\u{7f}b\u{0}', 'a␡b␀'],
    ['abc\u{202e}fed', 'abc\u{fffd}fed'],
    ['half \u{d800} pair', 'half \u{fffd} pair'],
    ['SELECT *\n\t FROM\u{2028}orders ', 'SELECT * FROM orders'],
    ['grüße 注文 👩‍💻', 'grüße 注文 👩‍💻'],
  ])('%j', (text, safe) => {
    expect(toSafeText(text)).toBe(safe);
  });

  test('a very long text is cut', () => {
    expect(toSafeText('x'.repeat(1_000_000))).toBe(`${'x'.repeat(999)}…`);
  });

  test('no text leaves a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toSafeText(text)).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
