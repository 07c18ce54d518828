import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullWindow, panWindow, placeIn, ticksOf, zoomWindow } from '../../../src/console/trace/time-window.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

test('zooming and panning never leave the trace, whatever is done', () => {
  const step = fc.oneof(
    fc.record({ zoom: fc.double({ min: 0.1, max: 10, noNaN: true }), around: share }),
    fc.record({ pan: fc.double({ min: -2, max: 2, noNaN: true }) }),
  );
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), fc.array(step), (duration, steps) => {
      let window = fullWindow(duration);
      for (const each of steps)
        window =
          'pan' in each
            ? panWindow(window, each.pan, duration)
            : zoomWindow(window, each.zoom, window.from + each.around * (window.to - window.from), duration);
      expect(window.from).toBeGreaterThanOrEqual(0);
      expect(window.to).toBeLessThanOrEqual(duration * 1.000001);
      expect(window.to).toBeGreaterThan(window.from);
    }),
  );
});

test('what one zooms at stays where it is', () => {
  const before = { from: 2, to: 6 };
  const after = zoomWindow(before, 2, 3, 100);
  expect(placeIn(after, 3)).toBeCloseTo(placeIn(before, 3));
  expect(after.to - after.from).toBeCloseTo(2);
});

test('ticks are round moments within the window', () => {
  expect(ticksOf({ from: 0, to: 0.1 })).toEqual({
    step: 0.02,
    ticks: [0, 0.02, 0.04, 0.06, 0.08, 0.1].map((tick) => expect.closeTo(tick) as number),
  });
  expect(ticksOf({ from: 0.031, to: 0.041 }).ticks[0]).toBeCloseTo(0.032);
});
