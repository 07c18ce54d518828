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

/** Pieces are what stands between the wildcards; each is looked for once. */
function matchesPieces(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, position);
    if (found < 0 || found + piece.length > end) return false;
    position = found + piece.length;
  }
  return true;
}
