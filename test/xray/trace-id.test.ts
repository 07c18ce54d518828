import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromXRayTraceId, toXRayTraceId } from '../../src/xray/trace-id.ts';

const hexadecimal = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: digits, maxLength: digits });
const traceIds = hexadecimal(32).filter((id) => !/^0+$/.test(id));

test('a trace id is written as version, time and random part', () => {
  expect(toXRayTraceId('5759e988bd862e3fe1be46a994272793')).toBe('1-5759e988-bd862e3fe1be46a994272793');
});

test('a trace id survives the trip to X-Ray form and back', () => {
  fc.assert(
    fc.property(traceIds, (id) => {
      expect(fromXRayTraceId(toXRayTraceId(id))).toBe(id);
    }),
  );
});

test('a trace id in capitals is folded', () => {
  fc.assert(
    fc.property(traceIds, (id) => {
      expect(fromXRayTraceId(toXRayTraceId(id).toUpperCase())).toBe(id);
    }),
  );
});

test.each([
  ['the id of zeros', `1-${'0'.repeat(8)}-${'0'.repeat(24)}`],
  ['another version', '2-5759e988-bd862e3fe1be46a994272793'],
  ['no dashes', '15759e988bd862e3fe1be46a9942727930'],
  ['the OpenTelemetry form', '5759e988bd862e3fe1be46a994272793'],
  ['one digit too few', '1-5759e988-bd862e3fe1be46a99427279'],
  ['one digit too many', '1-5759e988-bd862e3fe1be46a9942727931'],
  ['a digit that is none', '1-5759e988-bd862e3fe1be46a99427279g'],
  ['space around it', ' 1-5759e988-bd862e3fe1be46a99427279'],
  ['a line break at the end', '1-5759e988-bd862e3fe1be46a99427279\n'],
  ['nothing', ''],
])('%s is no trace id', (_what, text) => {
  expect(fromXRayTraceId(text)).toBeUndefined();
});

test('any text gives 32 lower-case digits or nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...Array.from('01-abcDEF')), minLength: 35, maxLength: 35 }),
      ),
      (text) => {
        const id = fromXRayTraceId(text);
        if (id !== undefined) expect(id).toMatch(/^[\da-f]{32}$/);
      },
    ),
  );
});
