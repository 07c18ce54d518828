import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRoute, parseRoute, type Route, TRACE_TABS } from '../../../src/console/route/route.ts';
import {
  boundsOf,
  DEFAULT_RANGE,
  formatTimeRange,
  parseTimeRange,
  type TimeRange,
} from '../../../src/console/route/time-range.ts';

const ranges: fc.Arbitrary<TimeRange> = fc.oneof(
  fc.constant<TimeRange>({ kind: 'all' }),
  fc.integer({ min: 1, max: 9999 * 60 }).map((seconds): TimeRange => ({ kind: 'last', seconds })),
  fc
    .tuple(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 1, max: 1e6 }))
    .map(([start, length]): TimeRange => ({ kind: 'between', start, end: start + length })),
);
const text = fc.string({ minLength: 1, unit: 'grapheme' });
const optional = <T extends object>(value: fc.Arbitrary<T>): fc.Arbitrary<Partial<T>> =>
  fc.option(value, { nil: undefined }).map((found): Partial<T> => found ?? {});

const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ view: fc.constant('traces' as const), filter: fc.oneof(text, fc.constant('')), timeRange: ranges }),
  fc
    .tuple(text, optional(fc.record({ row: text })), optional(fc.record({ tab: fc.constantFrom(...TRACE_TABS) })))
    .map(([traceId, row, tab]): Route => ({ view: 'trace', traceId, ...row, ...tab })),
  text.map((traceId): Route => ({ view: 'raw', traceId })),
  fc
    .tuple(ranges, optional(fc.record({ node: text })))
    .map(([timeRange, node]): Route => ({ view: 'map', timeRange, ...node })),
  fc.constantFrom<Route>({ view: 'lint' }, { view: 'sampling' }),
  fc
    .tuple(fc.integer({ min: 0, max: 99_999 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([requestsPerSecond, share]): Route => ({ view: 'cost', requestsPerSecond, sampledShare: Math.abs(share) })),
);

test('every route survives the way into the address and back', () => {
  fc.assert(
    fc.property(routes, (route) => {
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }),
  );
});

test('every time range survives the way into the address and back', () => {
  fc.assert(
    fc.property(ranges, (range) => {
      expect(parseTimeRange(formatTimeRange(range))).toEqual(range);
    }),
  );
});

test("the deep links of X-Ray's console lead where they lead there", () => {
  expect(parseRoute('#/traces?filter=service(%22shop%22)%20AND%20fault&timeRange=PT15M')).toEqual({
    view: 'traces',
    filter: 'service("shop") AND fault',
    timeRange: { kind: 'last', seconds: 900 },
  });
  expect(parseRoute('#/traces/1-5759e988-bd862e3fe1be46a994272793')).toEqual({
    view: 'trace',
    traceId: '1-5759e988-bd862e3fe1be46a994272793',
  });
  expect(parseRoute('#/traces/1-5759e988-bd862e3fe1be46a994272793/raw').view).toBe('raw');
  expect(parseRoute('#/service-map?timeRange=PT1H')).toEqual({ view: 'map', timeRange: DEFAULT_RANGE });
});

test('an address that nobody wrote leads somewhere all the same', () => {
  fc.assert(
    fc.property(fc.string(), (address) => {
      expect(parseRoute(address)).toHaveProperty('view');
    }),
  );
  expect(parseRoute('')).toEqual({ view: 'traces', filter: '', timeRange: DEFAULT_RANGE });
  expect(parseRoute('#/traces/%E0%A4%A')).toEqual({ view: 'trace', traceId: '%E0%A4%A' });
});

test('a range ends a little after now, so that traces of a clock ahead are in it', () => {
  const { StartTime, EndTime } = boundsOf({ kind: 'last', seconds: 300 }, 1000);
  expect(StartTime).toBe(700);
  expect(EndTime).toBeGreaterThan(1000);
  expect(boundsOf({ kind: 'all' }, 1000).StartTime).toBe(0);
});
