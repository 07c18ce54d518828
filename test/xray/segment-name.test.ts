import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { legalSegmentName } from '../../src/xray/segment-name.ts';

describe('legalSegmentName', () => {
  it.each([
    ['shop', 'shop'],
    [' shop floor ', 'shop floor'],
    ['a\tb', 'a b'],
    ['orders@db.example.com:5432', 'orders@db.example.com:5432'],
    ['<script>', 'script'],
    ['Größe', 'Größe'],
    ['?!*', ''],
    ['x'.repeat(300), 'x'.repeat(200)],
  ])('%j becomes %j', (name, legal) => {
    expect(legalSegmentName(name)).toBe(legal);
  });

  it('gives what it would leave alone', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ a-zé@<]{0,300}$/)), (name) => {
        const legal = legalSegmentName(name);
        expect(legalSegmentName(legal)).toBe(legal);
        expect(Array.from(legal).length).toBeLessThanOrEqual(200);
      }),
    );
  });
});
