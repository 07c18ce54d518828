import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawTimelineBar } from '../../../src/cli/terminal/timeline-bar.ts';

const TRACE = { start: 1000n, end: 2000n };

describe('a bar of ten cells', () => {
  test.each([
    ['all of it', 1000n, 2000n, '━━━━━━━━━━'],
    ['the first half', 1000n, 1500n, '━━━━━'],
    ['the last tenth', 1900n, 2000n, '         ━'],
    ['from and to the middle of a cell', 1150n, 1350n, ' ╺━╸'],
    ['one half of a cell', 1150n, 1160n, ' ╺'],
    ['a moment at the start', 1000n, 1000n, '╸'],
    ['a moment at the end', 2000n, 2000n, '         ╺'],
    ['before the trace, by another clock', 0n, 500n, '╸'],
    ['after the trace, by another clock', 5000n, 9000n, '         ╺'],
    ['an end before its start', 1500n, 1200n, '     ╸'],
  ])('%s', (_name, start, end, bar) => {
    expect(drawTimelineBar({ start, end }, TRACE, 10)).toBe(bar);
  });

  test('a trace without length has all spans at its start', () => {
    expect(drawTimelineBar({ start: 5n, end: 5n }, { start: 5n, end: 5n }, 10)).toBe('╸');
  });
});

test('a bar is never empty and never too long', () => {
  const time = fc.bigInt({ min: 0n, max: 3000n });
  fc.assert(
    fc.property(time, time, fc.integer({ min: 1, max: 60 }), (start, end, width) => {
      const bar = drawTimelineBar({ start, end }, TRACE, width);
      expect(bar.length).toBeLessThanOrEqual(width);
      expect(bar).toMatch(/^ *(?:╺?━+╸?|╺╸?|╸)$/);
    }),
  );
});
