import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteValue, toPrintable } from '../../src/config/printable.ts';

describe('toPrintable', () => {
  it('leaves printable text as it is', () => {
    expect(toPrintable('Größe 10 € 🙂 "x" \\', 100)).toBe('Größe 10 € 🙂 "x" \\');
  });

  it.each([
    ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u202eevil', '\\u{202e}evil'],
    ['a\ud800b', 'a\\u{d800}b'],
    ['\u2028', '\\u{2028}'],
    ['\ufeff\u200b\u0000', '\\u{feff}\\u{200b}\\u{0}'],
  ])('escapes %j', (text, printable) => {
    expect(toPrintable(text, 100)).toBe(printable);
  });

  it('holds its limit and never shows an unprintable character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.integer({ min: 1, max: 80 }), (text, maxLength) => {
        const printable = toPrintable(text, maxLength);
        expect(printable.length).toBeLessThanOrEqual(maxLength);
        expect(printable).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = toPrintable(text, 60);
        expect(toPrintable(once, 60)).toBe(once);
      }),
    );
  });
});

describe('quoteValue', () => {
  it('tells the length of what it cut', () => {
    expect(quoteValue('short')).toBe('"short"');
    expect(quoteValue('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
    expect(quoteValue('x'.repeat(61))).toBe(`"${'x'.repeat(59)}…" (61 characters)`);
  });
});
