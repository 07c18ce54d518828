/**
 * As many spans as are made ready, or encoded, in one turn of the event loop: some hundred microseconds of a fast
 * machine, a few milliseconds of a slow one, for spans of usual size.
 */
export const PIECE_SIZE = 24;

/**
 * Gives `act` one piece of the items after another, each in a turn of the event loop of its own; the first at once. What
 * it throws rejects. Nothing here keeps a process alive.
 */
export async function inPieces<T>(items: readonly T[], act: (piece: T[]) => void): Promise<void> {
  for (let start = 0; start < items.length; start += PIECE_SIZE) {
    if (start > 0) await nextTurn();
    act(items.slice(start, start + PIECE_SIZE));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve).unref());
}
