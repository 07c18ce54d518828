import fc from 'fast-check';
import { expect, test } from 'vitest';
import { legalAnnotationKey } from '../../src/xray/annotation-key.ts';

test.each([
  ['user_id.v2', 'user_id.v2'],
  ['user-id', 'user_id'],
  ['No. roles built', 'No._roles_built'],
  ['größe', 'gr__e'],
  ['👍', '_'],
  ['a\nb', 'a_b'],
])('%j becomes %j', (key, legal) => {
  expect(legalAnnotationKey(key)).toBe(legal);
});

test('every key becomes legal, character by character, and stays so', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (key) => {
      const legal = legalAnnotationKey(key);
      expect(legal).toMatch(/^[A-Za-z0-9_.]*$/);
      expect(legal).toHaveLength(Array.from(key).length);
      expect(legalAnnotationKey(legal)).toBe(legal);
    }),
  );
});
