import { fromXRayTraceId, toXRayTraceId } from '../../xray/trace-id.ts';

const W3C_TRACE_ID = /^[\da-f]{32}$/i;

/**
 * The form in which traces are kept of an id that somebody asks for, who may have it from an application's log: X-Ray's
 * or W3C's, in either case. Any other text as it is, for there is no such trace.
 */
export function toKeptTraceId(text: string): string {
  const digits = W3C_TRACE_ID.test(text) ? text.toLowerCase() : fromXRayTraceId(text);
  return digits === undefined ? text : toXRayTraceId(digits);
}
