const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

/** True for 32 lower-case hex digits that are not all zero. */
export function isTraceId(id: string): boolean {
  return TRACE_ID.test(id);
}

/** True for 16 lower-case hex digits that are not all zero. */
export function isSpanId(id: string): boolean {
  return SPAN_ID.test(id);
}
