import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { changedTraces, news } from './live.ts';

/** No oftener than the eye follows. */
const LEAST_MILLIS = 400;
/** The local X-Ray gets this many times as long a rest as its last answer took. */
const REST = 3;

/**
 * Calls `load` at once, whenever `key` changes, and while there is news: never twice at a time, and the slower the
 * answers the seldomer. It is called again without news when it resolves with `more`. The signal is aborted when nobody waits for the answer any more. With `traceId` only news of
 * that trace counts.
 */
export function useRefresh(load: (signal: AbortSignal) => Promise<void | 'more'>, key: string, traceId?: string): void {
  const latest = useRef(load);
  latest.current = load;
  const refresher = useRef<{ ask: () => void }>({ ask: () => {} });
  useEffect(() => {
    const { ask, stop } = createRefresher((signal) => latest.current(signal));
    refresher.current = { ask };
    ask();
    return stop;
  }, [key]);
  useSignalEffect(() => {
    const concernsUs = traceId === undefined || changedTraces.value?.has(traceId) !== false;
    if (news.value > 0 && concernsUs) refresher.current.ask();
  });
}

function createRefresher(load: (signal: AbortSignal) => Promise<void | 'more'>): { ask: () => void; stop: () => void } {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isAsked = false;
  const run = async (): Promise<void> => {
    isBusy = true;
    isAsked = false;
    const began = performance.now();
    if ((await load(controller.signal)) === 'more') isAsked = true;
    timer = setTimeout(rest, Math.max(LEAST_MILLIS, REST * (performance.now() - began)));
  };
  const rest = (): void => {
    isBusy = false;
    if (isAsked && !controller.signal.aborted) void run();
  };
  return {
    ask: () => {
      isAsked = true;
      if (!isBusy && !controller.signal.aborted) void run();
    },
    stop: () => {
      controller.abort();
      clearTimeout(timer);
    },
  };
}
