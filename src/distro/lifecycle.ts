import { diag } from '@opentelemetry/api';

/** What the end of the process needs of the started SDK. */
export interface Flushable {
  forceFlush(): Promise<void>;
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Delivers the last spans when the event loop runs dry and when a signal ends the process, and leaves the
 * end itself as it was: a signal that the application handles is its own business, any other is raised
 * again after the flush, so that the process dies of it.
 *
 * @param timeoutMillis the longest time that the end is held
 */
export function flushAtEnd(sdk: Flushable, timeoutMillis: number): void {
  // Not `once`: the flush itself keeps the loop alive, and a loop that runs dry again must end.
  let flushedDry = false;
  process.on('beforeExit', () => {
    if (flushedDry) return;
    flushedDry = true;
    void flushWithin(sdk, timeoutMillis);
  });
  for (const signal of signals) {
    const onSignal = (): void => {
      const flushed = flushWithin(sdk, timeoutMillis);
      if (process.listenerCount(signal) > 1) return;
      void flushed.then(() => {
        process.removeListener(signal, onSignal);
        process.kill(process.pid, signal);
      });
    };
    process.on(signal, onSignal);
  }
}

async function flushWithin(sdk: Flushable, timeoutMillis: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMillis);
  });
  try {
    await Promise.race([sdk.forceFlush(), bound]);
  } catch (error) {
    diag.debug(`The last spans could not be flushed: ${String(error)}`);
  } finally {
    clearTimeout(timer);
  }
}
