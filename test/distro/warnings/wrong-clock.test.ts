import { diag } from '@opentelemetry/api';
import { afterEach, expect, test, vi } from 'vitest';
import { createClockWatch } from '../../../src/distro/warnings/wrong-clock.ts';

const warn = vi.spyOn(diag, 'warn').mockImplementation(() => {});
afterEach(() => warn.mockClear());

const now = Date.parse('2026-11-28T12:00:00Z');
const minutes = (count: number): number => count * 60_000;

test.each([
  { away: minutes(7.4), word: '7 minutes behind' },
  { away: -minutes(90), word: '90 minutes ahead of' },
])('a clock that is $word the server is told once', ({ away, word }) => {
  const watch = createClockWatch(() => now);
  watch(now + away, 'http://127.0.0.1:2000');
  watch(now + away, 'http://127.0.0.1:2000');
  expect(warn.mock.calls).toEqual([
    [
      `This machine's clock is ${word} that of "http://127.0.0.1:2000"; traces appear at the wrong time, or X-Ray refuses them. Set the clock.`,
    ],
  ]);
});

test.each([0, minutes(5), -minutes(5), Number.NaN])('%d ms of difference are none', (away) => {
  createClockWatch(() => now)(now + away, 'http://127.0.0.1:2000');
  expect(warn).not.toHaveBeenCalled();
});
