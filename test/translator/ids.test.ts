import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSpanId, makeTraceId } from '../../src/translator/ids.ts';

/** Ids, and texts that are all but one: of another length, or with a neighbour of the hex digits among them. */
function nearlyId(digits: number): fc.Arbitrary<string> {
  const unit = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...'0123456789abcdefABCDEF'.split('')) },
    fc.constantFrom(...'/:@G`g\u0130\uffff'.split('')),
  );
  return fc.oneof(
    { weight: 5, arbitrary: fc.string({ unit, minLength: digits, maxLength: digits }) },
    fc.string({ unit, minLength: digits - 1, maxLength: digits + 1 }),
  );
}

test('span ids are exactly the 16 hex digits, in lower case', () => {
  fc.assert(
    fc.property(nearlyId(16), (text) => {
      if (text === '' || text === '0'.repeat(16)) expect(makeSpanId(text, 'invalid-span-id')).toBe('');
      else if (/^[\da-fA-F]{16}$/.test(text)) expect(makeSpanId(text, 'invalid-span-id')).toBe(text.toLowerCase());
      else expect(() => makeSpanId(text, 'invalid-span-id')).toThrow('invalid-span-id');
    }),
    { numRuns: 1000 },
  );
});

test('trace ids are exactly the 32 hex digits, in X-Ray’s form and in lower case', () => {
  fc.assert(
    fc.property(nearlyId(32), (text) => {
      const lower = text.toLowerCase();
      if (/^[\da-fA-F]{32}$/.test(text)) {
        expect(makeTraceId(text, 'invalid-link')).toBe(`1-${lower.slice(0, 8)}-${lower.slice(8)}`);
      } else expect(() => makeTraceId(text, 'invalid-link')).toThrow('invalid-link');
    }),
    { numRuns: 1000 },
  );
});

test('each of the first 512 characters that is no hex digit makes a text no id', () => {
  for (let code = 0; code < 512; code += 1) {
    const text = `0123456789abcde${String.fromCharCode(code)}`;
    const isDigit = /[\da-fA-F]/.test(text.slice(-1));
    const make = () => makeSpanId(text, 'invalid-span-id');
    if (isDigit) expect(make()).toBe(text.toLowerCase());
    else expect(make).toThrow('invalid-span-id');
  }
});
