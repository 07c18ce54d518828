import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../../../src/console/format/any-text.ts';
import { axisSteps, formatDuration, formatMillis, formatTick } from '../../../src/console/format/duration.ts';
import { formatBytes, formatCount, formatRate, formatShare } from '../../../src/console/format/numbers.ts';
import { splitWebAddress } from '../../../src/console/format/web-address.ts';

test.each([
  [0, '0 ms'],
  [0.000085, '85 µs'],
  [0.0014, '1.4 ms'],
  [0.143, '143 ms'],
  [2.31, '2.31 s'],
  [125, '2m 05s'],
  [12_000, '3h 20m'],
])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test.each([
  [0.007, '7 ms'],
  [0.014, '14 ms'],
  [1.5, '1.50 s'],
  [0, '0 ms'],
])('%d seconds, known in milliseconds, are %s', (seconds, text) => expect(formatMillis(seconds)).toBe(text));

test('a duration takes at most seven characters up to a hundred hours', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 359_999, noNaN: true }), (seconds) => {
      expect(formatDuration(seconds).length).toBeLessThanOrEqual(7);
    }),
  );
});

test.each([
  [0, '0'],
  [0.05, '50 ms'],
  [0.1, '100 ms'],
  [1, '1 s'],
  [2.5, '2.5 s'],
  [10, '10 s'],
])('the moment %d on an axis is %s', (seconds, text) => expect(formatTick(seconds)).toBe(text));

test('the steps of an axis are round, ascend from 0 and stay within', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e5, noNaN: true }), fc.integer({ min: 3, max: 10 }), (span, wanted) => {
      const steps = axisSteps(span, wanted);
      expect(steps[0]).toBe(0);
      expect(steps.at(-1)).toBeLessThanOrEqual(span * 1.0001);
      expect(steps.length).toBeGreaterThan(1);
      expect(steps.length).toBeLessThanOrEqual(wanted + 1);
    }),
  );
});

test.each([
  [999, '999'],
  [12_345, '12,345'],
  [123_456, '123k'],
  [1_234_567, '1.23M'],
  [2_000_000_000, '2B'],
])('%d things are %s', (count, text) => expect(formatCount(count)).toBe(text));

test.each([
  [0, '0 %'],
  [0.0004, '< 0.1 %'],
  [0.05, '5 %'],
  [0.123, '12 %'],
  [0.9999, '99 %'],
  [1, '100 %'],
])('the share %d is %s', (share, text) => expect(formatShare(share)).toBe(text));

test('rates are told in the unit that gives them a whole', () => {
  expect([12.3, 0.05, 0.0005].map(formatRate)).toEqual(['12/s', '3/min', '1.8/h']);
  expect([850, 12_400, 3_100_000].map(formatBytes)).toEqual(['850 B', '12 kB', '3.1 MB']);
});

test('an address is shown without its credentials', () => {
  expect(splitWebAddress('https://ada:secret@shop.example/orders?page=2#x')).toEqual({
    host: 'shop.example',
    path: '/orders',
    query: '?page=2',
  });
  expect(splitWebAddress('/orders').path).toBe('/orders');
  fc.assert(
    fc.property(fc.string(), (url) => {
      expect(splitWebAddress(url)).toHaveProperty('host');
    }),
  );
});

test('a field of a document is text whatever it holds', () => {
  expect([undefined, null, 'a', 5, false, { b: 1 }, [1]].map(anyText)).toEqual([
    '',
    '',
    'a',
    '5',
    'false',
    '{"b":1}',
    '[1]',
  ]);
});
