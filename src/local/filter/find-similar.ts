/** Longer words are not compared. */
const MAX_LENGTH = 30;

/**
 * The candidate that a mistyped word stands for: one that differs in at most two letters inserted, left out, replaced or
 * swapped with their neighbour, and in fewer than a third of them. Upper and lower case are the same.
 */
export function findSimilar(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const limit = Math.min(2, Math.ceil(word.length / 3) - 1);
  let [best, bestDistance]: [string | undefined, number] = [undefined, limit + 1];
  for (const candidate of candidates) {
    if (candidate.length > MAX_LENGTH) continue;
    const distance = distanceBetween(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** The optimal string alignment distance (https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance). */
function distanceBetween(from: string, to: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(before, column - 2) + 1 : Infinity,
        ),
      );
    }
    [before, last] = [last, current];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
