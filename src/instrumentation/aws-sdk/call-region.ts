import { diag } from '@opentelemetry/api';
import { ATTR_CLOUD_REGION } from './attribute-names.ts';
import type { AwsCall } from './aws-call.ts';
import { isPromise } from './is-record.ts';

/** What clients' region functions gave the last time. */
const known = new WeakMap<object, string>();

/** The region of a call where it is at hand; otherwise it has to be asked for. */
export function regionAtHand({ region }: AwsCall): string | undefined {
  if (typeof region === 'function') return known.get(region);
  return typeof region === 'string' ? region : undefined;
}

/** Asks the client for its region, and tells the call's span. Never throws. */
export function askRegion({ region, span }: AwsCall): void {
  const failed = (error: unknown): void => diag.debug('The region of an AWS client could not be told.', error);
  try {
    const named: unknown = typeof region === 'function' ? (region as () => unknown)() : region;
    if (isPromise(named)) named.then(tell, failed);
    else tell(named);
  } catch (error) {
    failed(error);
  }
  function tell(name: unknown): void {
    if (typeof name !== 'string') return;
    if (typeof region === 'function') known.set(region, name);
    if (span?.isRecording() === true) span.setAttribute(ATTR_CLOUD_REGION, name);
  }
}

/** An application's own function may give another region each time: then the host that is called does not name it. */
export function confirmRegion(call: AwsCall, host: string): void {
  const region = regionAtHand(call);
  if (region !== undefined && !host.includes(region)) askRegion(call);
}
