import type { TraceNode } from './trace-model.ts';

/** Less than this is lost in rounding: X-Ray's SDKs write milliseconds. */
const LEAST_SECONDS = 0.001;

/**
 * By how many seconds a service's clock is at least behind its caller's: its segment starts before the call that it
 * answers. 0 where there is nothing to see of that.
 */
export function clockSkewOf({ kind, start, service, parent }: TraceNode): number {
  if (kind !== 'segment' || parent === undefined || parent.service === service) return 0;
  const lead = parent.start - start;
  return lead > LEAST_SECONDS ? lead : 0;
}
