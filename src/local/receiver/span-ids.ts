const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

/** The id if it is 32 lower-case hex digits that are not all zero; otherwise the empty text. */
export function toTraceId(id: string): string {
  return TRACE_ID.test(id) ? id : '';
}

/** The id if it is 16 lower-case hex digits that are not all zero; otherwise the empty text. */
export function toSpanId(id: string): string {
  return SPAN_ID.test(id) ? id : '';
}
