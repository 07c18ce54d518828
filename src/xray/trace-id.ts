const LOWER_XRAY_TRACE_ID = /^1-[\da-f]{8}-[\da-f]{24}$/;
const XRAY_TRACE_ID = /^1-[\da-f]{8}-[\da-f]{24}$/i;
const XRAY_TRACE_ID_LENGTH = 35;
/** The trace id of zeros, which OpenTelemetry reserves for none. */
export const NO_TRACE_ID = '0'.repeat(32);

/**
 * The form that X-Ray, its console and its logs use: `1-5759e988-bd862e3fe1be46a994272793` for
 * `5759e988bd862e3fe1be46a994272793`. Expects 32 hexadecimal digits and does not check them.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids
 */
export function toXRayTraceId(traceId: string): string {
  if (traceId === lastTraceId) return lastXRayTraceId;
  lastTraceId = traceId;
  lastXRayTraceId = `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
  return lastXRayTraceId;
}

/** A request asks for the same one several times: for its answer, for each call that it makes. */
let lastTraceId = '';
let lastXRayTraceId = '1--';

/**
 * The 32 lower-case hexadecimal digits in a trace id of X-Ray form, in whatever case it came; undefined for any other
 * text and for the id of zeros, which OpenTelemetry reserves.
 */
export function fromXRayTraceId(text: string): string | undefined {
  if (text.length !== XRAY_TRACE_ID_LENGTH) return undefined;
  const isLower = LOWER_XRAY_TRACE_ID.test(text);
  if (!isLower && !XRAY_TRACE_ID.test(text)) return undefined;
  const digits = text.slice(2, 10) + text.slice(11);
  const traceId = isLower ? digits : digits.toLowerCase();
  return traceId === NO_TRACE_ID ? undefined : traceId;
}
