import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scrollToRow, windowOfRows } from '../../../src/console/parts/window-of-rows.ts';

test('every row that is seen is in the page, and few that are not', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 300_000 }),
      fc.nat({ max: 2000 }),
      fc.nat({ max: 10_000 }),
      (scrollTop, height, count) => {
        const { first, end } = windowOfRows(scrollTop, height, 30, count);
        const seenFrom = Math.min(count, Math.floor(scrollTop / 30));
        const seenTo = Math.min(count, Math.ceil((scrollTop + height) / 30));
        expect(first).toBeLessThanOrEqual(seenFrom);
        expect(end).toBeGreaterThanOrEqual(seenTo);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(height / 30) + 26);
        expect(first).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('a row that one goes to is seen, and what is seen already stays', () => {
  fc.assert(
    fc.property(fc.nat({ max: 9999 }), fc.nat({ max: 299_000 }), (row, scrollTop) => {
      const after = scrollToRow(row, scrollTop, 600, 30);
      expect(row * 30).toBeGreaterThanOrEqual(after);
      expect(row * 30 + 30).toBeLessThanOrEqual(after + 600);
      expect(scrollToRow(row, after, 600, 30)).toBe(after);
    }),
  );
});
