import { expect, test } from 'vitest';
import { rateAt, RATE_STEPS, shareAt, SHARE_STEPS, stepOfRate, stepOfShare } from '../../../src/console/cost/scales.ts';

test('every step of the sliders leads to a figure and back', () => {
  for (let step = 0; step <= RATE_STEPS; step++) expect(stepOfRate(rateAt(step))).toBe(step);
  for (let step = 0; step <= SHARE_STEPS; step++) expect(stepOfShare(shareAt(step))).toBe(step);
});

test('the sliders go from next to nothing to everything', () => {
  expect([rateAt(0), rateAt(RATE_STEPS)]).toEqual([0.1, 100_000]);
  expect([shareAt(0), shareAt(SHARE_STEPS)]).toEqual([0, 1]);
});
