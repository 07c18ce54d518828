import type { SegmentDocument } from '../../xray/segment-document.ts';

/** X-Ray's four colours: error is the caller's mistake (4xx), throttle a 429, fault everything that broke. */
export type Outcome = 'ok' | 'error' | 'throttle' | 'fault';

/** What X-Ray shows a document as, in its order: a fault outweighs a throttle, which is an error too. */
export function outcomeOf({ fault, throttle, error }: SegmentDocument): Outcome {
  if (fault === true) return 'fault';
  if (throttle === true) return 'throttle';
  return error === true ? 'error' : 'ok';
}
