import { matchesPieces } from '../xray/wildcard-pieces.ts';

/**
 * A test for texts against patterns in which `*` stands for any run of characters and case does not count. The time
 * that one takes is linear in the text, whatever the pattern.
 */
export function createWildcards(patterns: readonly string[]): (text: string) => boolean {
  const pieces = patterns.map((pattern) => pattern.toLowerCase().split('*'));
  return (text) => {
    if (pieces.length === 0) return false;
    const folded = text.toLowerCase();
    return pieces.some((candidate) => matchesPieces(folded, candidate));
  };
}
