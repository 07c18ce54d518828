import { diag } from '@opentelemetry/api';

const WINDOW_MILLIS = 60_000;
/** Sentences may hold names that the application made up, so the memory of what was said is bounded. */
const MAX_REMEMBERED = 1000;

/** Says a sentence through `diag`; the same key is said once a minute, and what was held back is counted. */
export type LimitedReport = (level: 'warn' | 'error', sentence: string, key?: string) => void;

interface Said {
  readonly sinceMillis: number;
  heldBack: number;
}

/**
 * Makes a reporter that says each key at most once in 60 seconds. The next time that a key is said, the line ends
 * with how often it was held back. Remembers 1000 keys, then starts anew.
 *
 * @param nowMillis A monotonic clock in milliseconds.
 */
export function createLimitedReport(nowMillis: () => number): LimitedReport {
  const saidByKey = new Map<string, Said>();

  return (level, sentence, key = sentence) => {
    const now = nowMillis();
    const said = saidByKey.get(key);
    if (said !== undefined && now - said.sinceMillis < WINDOW_MILLIS) {
      said.heldBack += 1;
      return;
    }
    if (saidByKey.size >= MAX_REMEMBERED) saidByKey.clear();
    saidByKey.set(key, { sinceMillis: now, heldBack: 0 });
    const count = said === undefined || said.heldBack === 0 ? '' : ` (And ${said.heldBack} more like this before.)`;
    diag[level](sentence + count);
  };
}

/** The reporter that all span helpers share. */
export const limitedReport: LimitedReport = createLimitedReport(() => performance.now());
