/** Few enough that making them ready, or encoding them, takes less than a millisecond of most machines. */
export const PIECE_SIZE = 24;

/** How long pieces follow each other in one turn of the event loop; the last may take longer. */
const TURN_MILLIS = 1;

/**
 * Gives `act` one piece of the items after another, the first at once, and leaves the event loop to others whenever
 * {@link TURN_MILLIS} are over: a piece a turn would be slower than the spans of a service at its limit, whose turns
 * serve many requests. What it throws rejects.
 *
 * @param readMillis a clock that only goes forward
 */
export async function inPieces<T>(
  items: readonly T[],
  act: (piece: T[]) => void,
  readMillis: () => number = () => performance.now(),
): Promise<void> {
  let turnStart = readMillis();
  for (let start = 0; start < items.length; start += PIECE_SIZE) {
    if (start > 0 && readMillis() - turnStart >= TURN_MILLIS) {
      await nextTurn();
      turnStart = readMillis();
    }
    act(items.slice(start, start + PIECE_SIZE));
  }
}

/** It holds a process for these few milliseconds: an immediate that does not would wait for an idle loop's next event. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
