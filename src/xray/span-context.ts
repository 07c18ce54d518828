/** The two ids of a span, as OpenTelemetry has them. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * Whether both ids are hexadecimal digits in their right number, and not zeros only. A request asks this of the same
 * one several times in a row: to decide, to start, to write each header; only the first time do we look.
 *
 * @see https://www.w3.org/TR/trace-context/#trace-id
 */
export function isValidSpanContext(ids: SpanIds): boolean {
  if (ids === lastValid) return true;
  if (!isHexId(ids.traceId, 32) || !isHexId(ids.spanId, 16)) return false;
  lastValid = ids;
  return true;
}

/** What was made here need not be looked at. */
export function rememberValid(ids: SpanIds): void {
  lastValid = ids;
}

let lastValid: SpanIds | undefined;

function isHexId(id: unknown, length: number): boolean {
  if (typeof id !== 'string' || id.length !== length) return false;
  let isZero = true;
  for (let index = 0; index < length; index += 1) {
    const code = id.charCodeAt(index);
    if (code === 48 /* 0 */) continue;
    isZero = false;
    // Of letters either case.
    const letter = code | 32;
    if (!((code > 48 && code <= 57) /* 9 */ || (letter >= 97 /* a */ && letter <= 102)) /* f */) return false;
  }
  return !isZero;
}
