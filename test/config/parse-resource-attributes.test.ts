import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseResourceAttributes } from '../../src/config/parse-resource-attributes.ts';

const clean = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));

describe('parseResourceAttributes', () => {
  it('reads back every set of attributes that was percent-encoded', () => {
    const attributes = fc.dictionary(
      clean.filter((key) => key !== ''),
      clean,
      { minKeys: 1, noNullPrototype: true },
    );
    fc.assert(
      fc.property(attributes, (record) => {
        const text = Object.entries(record)
          .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
          .join(',');
        expect(parseResourceAttributes(text)).toStrictEqual({ kind: 'accepted', value: record });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['accepted', 'refused']).toContain(parseResourceAttributes(text).kind);
      }),
    );
  });

  it('makes an attribute named __proto__ a plain one', () => {
    const parsed = parseResourceAttributes('__proto__=x');
    expect(parsed.kind === 'accepted' && Object.entries(parsed.value)).toStrictEqual([['__proto__', 'x']]);
  });

  it('discards everything for one bad pair, as the specification asks', () => {
    expect(parseResourceAttributes('a=b,c=d=e')).toStrictEqual({ kind: 'refused' });
    expect(parseResourceAttributes('a=b,c=%f')).toStrictEqual({ kind: 'refused' });
  });
});
