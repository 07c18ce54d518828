import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toSegmentName } from '../../src/translator/segment-name.ts';

test('letters of every script, digits and X-Ray’s symbols stay', () => {
  expect(toSegmentName('GET /á/中_.:%&#=+-@ 9N')).toBe('GET /á/中_.:%&#=+-@ 9N');
});

test('other characters go, among them backslash, tab and digits of other scripts', () => {
  expect(toSegmentName('a\\b\tc{d}?٣😀\ud800')).toBe('abcd');
});

test('letters that Unicode gained after the exporter was built go too', () => {
  expect(toSegmentName('a\u{2ebf0}\u{13460}\u{a7cb}b\u{2ebe0}')).toBe('ab\u{2ebe0}');
});

test('a name of which nothing is left is "span"', () => {
  expect(['', '{}', '😀'].map(toSegmentName)).toEqual(['span', 'span', 'span']);
});

test('no name is longer than 200 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 150, maxLength: 400 }), (name) => {
      expect(toSegmentName(name).length).toBeLessThanOrEqual(200);
    }),
  );
});
