import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../../src/cli/terminal/display-width.ts';
import { underlineFault } from '../../../src/cli/terminal/underline-fault.ts';

test('marks the word that is wrong', () => {
  expect(underlineFault('fault AND oops > 5', { position: 10, end: 14 }, 80)).toBe(
    '  fault AND oops > 5\n            ^^^^',
  );
});

test('marks the end where something is missing', () => {
  expect(underlineFault('duration > ', { position: 11, end: 11 }, 80)).toBe('  duration >\n             ^');
});

test('counts cells, not characters', () => {
  expect(underlineFault('user = "日本" oops', { position: 12, end: 16 }, 80)).toBe(
    '  user = "日本" oops\n                ^^^^',
  );
});

test('shows of a long text what is around the place', () => {
  const text = `${'ok OR '.repeat(30)}oops${' OR ok'.repeat(30)}`;
  const [shown = '', mark = ''] = underlineFault(text, { position: 180, end: 184 }, 40).split('\n');
  expect(displayWidth(shown)).toBeLessThanOrEqual(40);
  expect(shown.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('oops');
});

test('whatever the text, both lines fit and obey nothing', () => {
  const place = fc.tuple(fc.nat(60), fc.nat(20));
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 80 }),
      place,
      fc.integer({ min: 20, max: 100 }),
      (text, at, width) => {
        const position = Math.min(at[0], text.length);
        const lines = underlineFault(text, { position, end: position + at[1] }, width).split('\n');
        expect(lines).toHaveLength(2);
        for (const line of lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u{202e}]/u);
        }
      },
    ),
  );
});
