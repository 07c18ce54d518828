import { AsyncResource } from 'node:async_hooks';
import { diag } from '@opentelemetry/api';
import { isMainThread } from '../../config/main-thread.ts';
import { watchCrashes } from './crash.ts';
import { watchEvents } from './process-events.ts';
import { beforeDeath } from './signals.ts';

/** What the end of the process needs of the running SDK. */
export interface Flushable {
  /** Runs `act`, once, within the request in which the first span has ended that is to be delivered. */
  onFirstSpan(act: () => void): void;
  /** Begins to deliver what has ended so far, and holds nobody. */
  flushSoon(): void;
  /** Delivers what has ended so far before it returns. */
  handOver(): void;
}

/**
 * Delivers the last spans of this process, or worker thread, and leaves its end as it is. ARCHITECTURE.md has the
 * algorithm, in "The end of a process".
 */
export function watchEnd(sdk: Flushable): void {
  if (!mayStartThreads()) return;
  const crashes = watchCrashes();
  const handOver = (): void => {
    try {
      crashes.endOpenRoot();
      sdk.handOver();
    } catch (error) {
      diag.debug(`The last spans could not be delivered: ${String(error)}`);
    }
  };
  watchEvents({ atExit: handOver, afterSignal: () => sdk.flushSoon() });
  // Where nothing is recorded, signals stay as they are. Bound to where we are now: a watch that is begun in a request
  // would keep it, and run the application's handlers in it.
  if (isEndedBySignals()) sdk.onFirstSpan(AsyncResource.bind(() => beforeDeath(handOver)));
}

function mayStartThreads(): boolean {
  // Only there with `--permission`.
  const { permission } = process as { readonly permission?: NodeJS.ProcessPermission };
  return permission === undefined || permission.has('worker');
}

/**
 * Threads get no signals; the kernel keeps those without a handler from a process with the id 1; on Windows no process
 * can send itself one.
 */
function isEndedBySignals(): boolean {
  return isMainThread && process.pid !== 1 && process.platform !== 'win32';
}
