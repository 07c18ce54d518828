/** Timers as the store uses them; tests give their own. */
export interface Timers {
  /** Calls back once after `delayMillis`; the function that comes back cancels that. */
  schedule(callback: () => void, delayMillis: number): () => void;
}

/** The machine's own timers. */
export const SYSTEM_TIMERS: Timers = {
  schedule(callback, delayMillis) {
    const timer = setTimeout(callback, delayMillis);
    return () => clearTimeout(timer);
  },
};
