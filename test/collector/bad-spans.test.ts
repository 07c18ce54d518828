import { expect, test } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../src/xray/limits.ts';
import type { SegmentDocument } from '../../src/xray/segment-document.ts';
import { encodeBadSpans, MODES } from './bad-spans.ts';
import { SEED, SPANS, SPANS_TIMEOUT_MILLIS } from './support/sample-size.ts';
import { translateRequest } from './support/translate-here.ts';

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-fields */
const LEGAL_NAME = /^[\p{L}\p{N}\s_.:/%&#=+\\\-@]{1,200}$/u;

const { requests, withheld } = encodeBadSpans();

test(
  `of ${SPANS} bad spans from seed ${SEED} each is a valid document or withheld`,
  { timeout: SPANS_TIMEOUT_MILLIS },
  () => {
    expect(requests.size).toBeGreaterThan(SPANS * 0.8);
    expect(requests.size + withheld.length).toBe(SPANS);
    for (const [traceId, request] of requests) {
      const texts = translateRequest(request);
      expect(texts.length, traceId).toBeGreaterThan(0);
      for (const text of texts) {
        const document = JSON.parse(text) as SegmentDocument;
        expect(Buffer.byteLength(text), traceId).toBeLessThanOrEqual(MAX_DOCUMENT_BYTES);
        expect(document.start_time, traceId).toBeLessThanOrEqual(document.end_time ?? -1);
      }
    }
  },
);

test('in the modes that name, every name is one that X-Ray takes', () => {
  for (const [traceId, request] of requests) {
    if (Number.parseInt(traceId.slice(-8), 16) % MODES.length === 2) continue;
    for (const text of translateRequest(request)) {
      const { name } = JSON.parse(text) as SegmentDocument;
      expect(name, traceId).toMatch(LEGAL_NAME);
    }
  }
});
