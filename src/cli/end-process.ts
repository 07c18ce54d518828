import { constants } from 'node:os';
import type { CliEnding } from './cli-context.ts';

/** Node takes these for itself instead of ending by them. */
const NOT_DEADLY: ReadonlySet<NodeJS.Signals> = new Set(['SIGUSR1', 'SIGPIPE']);

/**
 * Lets this process end as told: with the exit code, or by the signal itself, so that a shell or supervisor sees
 * what it would see without us; where a signal does not end Node, with the exit code that shells give it.
 */
export function endProcess(ending: CliEnding): void {
  if ('code' in ending) {
    process.exitCode = ending.code;
    return;
  }
  process.exitCode = 128 + constants.signals[ending.signal];
  if (!NOT_DEADLY.has(ending.signal)) process.kill(process.pid, ending.signal);
}
