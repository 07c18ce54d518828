/** Lets each distinct message through once and counts the rest, in bounded memory. */
export interface RepeatFilter {
  /** Tells whether the message is new, and counts it where it is not. */
  isNew(message: string): boolean;
  /**
   * Gives a sentence about the messages that were held back, and starts counting anew; undefined where there is
   * none, or the last sentence is less than a minute old.
   */
  takeReport(): string | undefined;
}

const REPORT_INTERVAL_MILLIS = 60_000;
const MAX_REMEMBERED = 200;

/** Makes a filter that remembers the last 200 distinct messages. `now` gives milliseconds since the epoch. */
export function createRepeatFilter(now: () => number): RepeatFilter {
  const repeats = new Map<string, number>();
  let heldBack = 0;
  let lastReportMillis = now();
  return {
    isNew(message) {
      const count = repeats.get(message);
      if (count !== undefined) {
        repeats.set(message, count + 1);
        heldBack += 1;
        return false;
      }
      if (repeats.size >= MAX_REMEMBERED) {
        forgetOldest(repeats);
      }
      repeats.set(message, 0);
      return true;
    },
    takeReport() {
      if (heldBack === 0 || now() - lastReportMillis < REPORT_INTERVAL_MILLIS) {
        return undefined;
      }
      const sentence = describeRepeats(repeats, heldBack);
      for (const message of repeats.keys()) {
        repeats.set(message, 0);
      }
      heldBack = 0;
      lastReportMillis = now();
      return sentence;
    },
  };
}

function forgetOldest(repeats: Map<string, number>): void {
  for (const oldest of repeats.keys()) {
    repeats.delete(oldest);
    return;
  }
}

function describeRepeats(repeats: ReadonlyMap<string, number>, heldBack: number): string {
  let most = '';
  let mostCount = 0;
  for (const [message, count] of repeats) {
    if (count > mostCount) {
      most = message;
      mostCount = count;
    }
  }
  const total = `${String(heldBack)} repeated ${heldBack === 1 ? 'message was' : 'messages were'} not shown again`;
  return mostCount === 0 ? `${total}.` : `${total}; ${String(mostCount)} of them: ${most}`;
}
