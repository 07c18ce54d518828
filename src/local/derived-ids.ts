import { hash } from 'node:crypto';

/** A source of ids for what a span's translation needs ids for. */
export interface DerivedIds {
  /** Whose ids are drawn from now on. One source for all spans, because most need no id at all. */
  startSpan(traceId: string, spanId: string): void;
  /**
   * 16 lower-case hex digits, another each time and always the same for the same span. A span that a producer sends
   * twice, because it missed the answer, thus becomes the same documents.
   */
  readonly newId: () => string;
}

/** A source that is asked for ids after `startSpan`. */
export function createDerivedIds(): DerivedIds {
  let traceId = '';
  let spanId = '';
  let drawn = 0;
  return {
    startSpan(nextTraceId, nextSpanId) {
      traceId = nextTraceId;
      spanId = nextSpanId;
      drawn = 0;
    },
    newId() {
      drawn += 1;
      return hash('sha256', `${traceId} ${spanId} ${drawn}`, 'hex').slice(0, 16);
    },
  };
}
