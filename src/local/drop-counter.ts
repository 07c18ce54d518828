/** Counts what was lost, by the reason. */
export interface DropCounter {
  count(reason: string, count?: number): void;
  readonly counts: Readonly<Record<string, number>>;
}

/** All counts at zero. `onCount` hears of each. */
export function createDropCounter(onCount: () => void): DropCounter {
  const counts: Record<string, number> = {};
  return {
    count(reason, count = 1) {
      counts[reason] = (counts[reason] ?? 0) + count;
      onCount();
    },
    counts,
  };
}
