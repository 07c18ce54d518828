import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  displayWidth,
  padEnd,
  padStart,
  truncateEnd,
  truncateStart,
  wrapText,
} from '../../../src/cli/terminal/display-width.ts';

describe('a text takes as many cells as a terminal gives it', () => {
  test.each([
    ['', 0],
    ['plain', 5],
    ['grüße', 5],
    ['e\u{301}', 1],
    ['注文', 4],
    ['한국', 4],
    ['👍', 2],
    ['👩‍💻', 2],
    ['🇩🇪', 2],
    ['├─ ━╸', 5],
  ])('%s', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('what does not fit is cut', () => {
  test('at the end, or at the start where the end says more', () => {
    expect(truncateEnd('GET /orders/:id', 8)).toBe('GET /or…');
    expect(truncateStart('/very/long/app.js:1:2', 10)).toBe('…pp.js:1:2');
    expect(truncateEnd('fits', 4)).toBe('fits');
    expect(truncateStart('fits', 4)).toBe('fits');
  });

  test('never in the middle of a wide character', () => {
    expect(truncateEnd('注文書', 4)).toBe('注…');
    expect(truncateStart('注文書', 4)).toBe('…書');
  });

  test('to at most the width, however the text is made', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, width) => {
        expect(displayWidth(truncateEnd(text, width))).toBeLessThanOrEqual(width);
        expect(displayWidth(truncateStart(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

test('padding counts cells', () => {
  expect(padEnd('注', 4)).toBe('注  ');
  expect(padStart('12 ms', 7)).toBe('  12 ms');
  expect(padEnd('longer', 3)).toBe('longer');
});

describe('wrapping', () => {
  test('breaks at spaces, and within a word that is too long', () => {
    expect(wrapText('Cannot read properties of undefined', 20, 3)).toEqual([
      'Cannot read',
      'properties of',
      'undefined',
    ]);
    expect(wrapText('ProvisionedThroughputExceededException', 20, 3)).toEqual([
      'ProvisionedThroughpu',
      'tExceededException',
    ]);
    expect(wrapText('short', 20, 3)).toEqual(['short']);
  });

  test('gives at most so many lines, none too wide', () => {
    expect(wrapText('a b c d e f', 1, 3)).toEqual(['a', 'b', '…']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrapText(text, width, 3);
        expect(lines.length).toBeLessThanOrEqual(3);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
