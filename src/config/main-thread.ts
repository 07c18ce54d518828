/**
 * Whether this is the main thread. `node:worker_threads` tells it too, but brings Node's streams with it, for a tenth of
 * what a start costs. Other threads have no `process.chdir()`: the main thread only misses its argument.
 *
 * @see https://nodejs.org/api/process.html#processchdirdirectory
 */
export const isMainThread: boolean = canChangeDirectory();

function canChangeDirectory(): boolean {
  try {
    (process.chdir as (directory?: string) => void)();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ERR_WORKER_UNSUPPORTED_OPERATION';
  }
  return true;
}
