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
  for (const signal of signals) flushOnSignal(signal, () => flushWithin(sdk, timeoutMillis));
}

function flushOnSignal(signal: NodeJS.Signals, flush: () => Promise<void>): void {
  const onSignal = (): void => {
    // First and gone before the application's own listeners look: some, as those of the package signal-exit, end
    // the process only where nobody else listens. A second signal is not held up either.
    process.removeListener(signal, onSignal);
    const flushed = flush();
    const isHandled = process.listenerCount(signal) > 0;
    if (!isHandled) void flushed.then(() => process.kill(process.pid, signal));
    else setImmediate(listenAgain).unref();
  };
  const listenAgain = (): void => {
    if (process.listenerCount(signal) > 0) process.prependListener(signal, onSignal);
  };
  process.prependListener(signal, onSignal);
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
