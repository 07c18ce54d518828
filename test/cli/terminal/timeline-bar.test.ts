import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawTimelineBar } from '../../../src/cli/terminal/timeline-bar.ts';

const TRACE = { start: 1000, end: 2000 };

describe('a bar of ten cells', () => {
  test.each([
    ['all of it', 1000, 2000, '━━━━━━━━━━'],
    ['the first half', 1000, 1500, '━━━━━'],
    ['the last tenth', 1900, 2000, '         ━'],
    ['from and to the middle of a cell', 1150, 1350, ' ╺━╸'],
    ['one half of a cell', 1150, 1160, ' ╺'],
    ['a moment at the start', 1000, 1000, '╸'],
    ['a moment at the end', 2000, 2000, '         ╺'],
    ['before the trace, by another clock', 0, 500, '╸'],
    ['after the trace, by another clock', 5000, 9000, '         ╺'],
    ['an end before its start', 1500, 1200, '     ╸'],
  ])('%s', (_name, start, end, bar) => {
    expect(drawTimelineBar({ start, end }, TRACE, 10)).toBe(bar);
  });

  test('a trace without length has all spans at its start', () => {
    expect(drawTimelineBar({ start: 5, end: 5 }, { start: 5, end: 5 }, 10)).toBe('╸');
  });
});

test('a bar is never empty and never too long', () => {
  const time = fc.double({ min: -1, max: 3000, noNaN: true });
  fc.assert(
    fc.property(time, time, fc.integer({ min: 1, max: 60 }), (start, end, width) => {
      const bar = drawTimelineBar({ start, end }, TRACE, width);
      expect(bar.length).toBeLessThanOrEqual(width);
      expect(bar).toMatch(/^ *(?:╺?━+╸?|╺╸?|╸)$/);
    }),
  );
});
