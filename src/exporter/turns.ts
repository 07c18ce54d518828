/** Tells whether others should have the event loop now. */
export type IsTurnOver = () => boolean;

/**
 * A turn of the event loop that begins now and should take no longer than `millis`.
 *
 * @param readMillis a clock that only goes forward
 */
export function beginTurn(millis: number, readMillis: () => number = () => performance.now()): IsTurnOver {
  const end = readMillis() + millis;
  return () => readMillis() >= end;
}

/** It holds a process for these few milliseconds: an immediate that does not would wait for an idle loop's next event. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/**
 * Loads modules of Node, each in a turn of its own, so that those who need them find them loaded. What one of them loads
 * by itself is not divided.
 */
export async function loadInTurns(names: readonly string[]): Promise<void> {
  for (const name of names) {
    process.getBuiltinModule(name);
    await nextTurn();
  }
}
