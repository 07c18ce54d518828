import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesPieces } from '../../src/xray/wildcard-pieces.ts';

it('agrees with a regular expression of the same pattern', () => {
  const letters = fc.stringMatching(/^[ab]{0,4}$/);
  fc.assert(
    fc.property(
      fc.array(letters, { minLength: 1, maxLength: 4 }),
      fc.stringMatching(/^[ab]{0,12}$/),
      (pieces, text) => {
        expect(matchesPieces(text, pieces)).toBe(new RegExp(`^${pieces.join('.*')}$`).test(text));
      },
    ),
  );
});
