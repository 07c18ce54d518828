import { createHash } from 'node:crypto';

/**
 * Ids for what a span's translation needs ids for: 16 lower-case hex digits, another each time and always the same for
 * the same span. A span that a producer sends twice, because it missed the answer, thus becomes the same documents.
 */
export function createDerivedIds(traceId: string, spanId: string): () => string {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash('sha256').update(`${traceId} ${spanId} ${drawn}`).digest('hex').slice(0, 16);
  };
}
