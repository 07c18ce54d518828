import { toXRayTraceId } from '../xray/trace-id.ts';
import { type DropReason, DroppedSpan } from './dropped-span.ts';
import { perText } from './per-text.ts';

const TRACE_ID = /^[\da-f]{32}$/i;
const SPAN_ID = /^[\da-f]{16}$/i;
const SPAN_ID_LENGTH = 16;
const NO_TRACE_ID = '0'.repeat(32);
const NO_SPAN_ID = '0'.repeat(SPAN_ID_LENGTH);

/** The trace id in X-Ray's form; an absent one counts as zeros. Throws {@link DroppedSpan} for what is no id. */
export function makeTraceId(traceId: string, reason: DropReason): string {
  const made = xrayTraceId(traceId);
  if (made === undefined) throw new DroppedSpan(reason);
  return made;
}

/** Undefined for what is no id. A trace's spans come together, and whoever keeps their documents has one text for all. */
const xrayTraceId = perText((traceId) => {
  if (traceId === '') return toXRayTraceId(NO_TRACE_ID);
  return TRACE_ID.test(traceId) ? toXRayTraceId(traceId.toLowerCase()) : undefined;
});

/** The span's id; empty for an absent one or zeros. Throws {@link DroppedSpan} for what is no id. */
export function makeSpanId(spanId: string, reason: DropReason): string {
  if (spanId === '' || spanId === NO_SPAN_ID) return '';
  if (isLowerSpanId(spanId)) return spanId;
  if (!SPAN_ID.test(spanId)) throw new DroppedSpan(reason);
  return spanId.toLowerCase();
}

/**
 * True for 16 lower-case hex digits, as almost all ids come. Each span has two, all different, and without branches,
 * by the signs of differences, this takes half as long as a regular expression.
 */
function isLowerSpanId(text: string): boolean {
  if (text.length !== SPAN_ID_LENGTH) return false;
  let signs = 0;
  for (let index = 0; index < SPAN_ID_LENGTH; index += 1) {
    const code = text.charCodeAt(index);
    signs |= (code - ZERO) | (LETTER_F - code) | ((NINE - code) & (code - LETTER_A));
  }
  return signs >= 0;
}

const ZERO = 48;
const NINE = 57;
const LETTER_A = 97;
const LETTER_F = 102;
