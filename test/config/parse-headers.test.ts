import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHeaders } from '../../src/config/parse-headers.ts';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index));
const headerNames = fc.string({
  unit: fc.constantFrom('a', 'k', 'x', 'z', '0', '9', '-', '_', '.', '!', '#', '$'),
  minLength: 1,
  maxLength: 30,
});
const headers = fc.dictionary(
  headerNames.filter((name) => !name.endsWith('-bin')),
  fc.string({ unit: fc.constantFrom(...printable), minLength: 1 }),
  { minKeys: 1, noNullPrototype: true },
);

describe('parseHeaders', () => {
  it('reads back every set of headers that was percent-encoded', () => {
    fc.assert(
      fc.property(headers, (record) => {
        const text = Object.entries(record)
          .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
          .join(' , ');
        expect(parseHeaders(text)).toStrictEqual({ kind: 'accepted', value: record });
      }),
    );
  });

  it('never throws, and gives only headers that HTTP and gRPC can carry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 300 }), (text) => {
        const parsed = parseHeaders(text);
        const value = parsed.kind === 'refused' ? {} : parsed.value;
        for (const [name, content] of Object.entries(value)) {
          expect(name).toMatch(/^[\w!#$%&'*+.^`|~-]+$/);
          expect(content).toMatch(/^[ -~]+$/);
        }
      }),
    );
  });

  it('counts the bad pairs beyond the fifth', () => {
    expect(parseHeaders('a=b,1,2,3,4,5,6,7')).toStrictEqual({
      kind: 'partly',
      value: { a: 'b' },
      problem: 'has no valid header in pair 2, pair 3, pair 4, pair 5, pair 6 and 2 more',
    });
  });
});
