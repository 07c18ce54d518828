import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  annotationCondition,
  decimal,
  edgeCondition,
  joinConditions,
  serviceCondition,
  withoutResponseTime,
  withResponseTime,
} from '../../../src/console/traces/filter-expression.ts';

test('dragging over the histogram narrows the filter, and dragging again replaces that', () => {
  const once = withResponseTime('service("shop")', 0.1, 0.25);
  expect(once).toBe('service("shop") AND responsetime >= 0.1 AND responsetime <= 0.25');
  expect(withResponseTime(once, 1, 2)).toBe('service("shop") AND responsetime >= 1 AND responsetime <= 2');
  expect(withoutResponseTime(once)).toBe('service("shop")');
  expect(withResponseTime('', 0.001, 0.002)).toBe('responsetime >= 0.001 AND responsetime <= 0.002');
});

test('a filter of alternatives is narrowed as a whole', () => {
  expect(joinConditions('fault OR error', 'ok')).toBe('(fault OR error) AND ok');
});

test('names are quoted, whatever is in them', () => {
  expect(serviceCondition('a "b"', 'fault')).toBe('service("a \\"b\\"") { fault }');
  expect(edgeCondition('a', 'b')).toBe('edge("a", "b")');
  expect(annotationCondition('tenant', 'acme')).toBe('annotation[tenant] = "acme"');
  expect(annotationCondition('paid', true)).toBe('annotation[paid] = true');
});

test('numbers are written without an exponent and near to what they were', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-4, max: 1e5, noNaN: true }), (seconds) => {
      expect(decimal(seconds)).toMatch(/^\d+(\.\d+)?$/);
      expect(Number(decimal(seconds)) / seconds).toBeCloseTo(1, 1);
    }),
  );
});
