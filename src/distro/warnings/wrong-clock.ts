import { diag } from '@opentelemetry/api';

/** More than a request and its answer can take, and less than X-Ray forgives. */
const WORST_MILLIS = 5 * 60_000;

/**
 * Gives what is told the `Date` of answers, and says once where this machine's clock is more than five minutes away
 * from it.
 */
export function createClockWatch(now: () => number = Date.now): (serverMillis: number, source: string) => void {
  let isSaid = false;
  return (serverMillis, source) => {
    const ahead = now() - serverMillis;
    if (isSaid || !(Math.abs(ahead) > WORST_MILLIS)) return;
    isSaid = true;
    const minutes = Math.round(Math.abs(ahead) / 60_000);
    diag.warn(
      `This machine's clock is ${minutes} minutes ${ahead > 0 ? 'ahead of' : 'behind'} that of "${source}"; traces appear at the wrong time, or X-Ray refuses them. Set the clock.`,
    );
  };
}
