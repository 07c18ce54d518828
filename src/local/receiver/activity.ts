/** Counts what is under way, so that the end can wait for what has already been sent. */
export interface Activity {
  /** Something begins; the function that comes back says that it ended, and may be called more than once. */
  begin(): () => void;
  /** Resolves when nothing is under way; at once when that is so already. */
  whenIdle(): Promise<void>;
}

/** An activity with nothing under way. */
export function createActivity(): Activity {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  return {
    begin() {
      let ended = false;
      underWay += 1;
      return () => {
        if (ended) return;
        ended = true;
        underWay -= 1;
        if (underWay === 0) for (const resume of waiting.splice(0)) resume();
      };
    },
    async whenIdle() {
      if (underWay > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
