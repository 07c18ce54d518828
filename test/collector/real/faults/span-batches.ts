import { randomBytes } from 'node:crypto';
import type { SpanRecord } from '../../../../src/translator/span.ts';
import { encodeSpans } from '../../support/encode-spans.ts';

const EPOCH_BYTES = 4;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/** An export request in protobuf, and the ids of its spans. */
export interface SpanBatch {
  readonly request: Buffer;
  readonly ids: readonly string[];
}

/**
 * Gives batches of so many spans of some 400 bytes, each of a trace of its own. Encoded once; later batches differ in
 * their ids alone, which costs next to nothing.
 */
export function createBatchMaker(size: number): () => SpanBatch {
  const spans = makeSpans(size);
  const template = Buffer.from(encodeSpans(spans));
  let end = 0;
  const places = spans.map(({ traceId, spanId }) => {
    const trace = template.indexOf(Buffer.from(traceId, 'hex'), end) + EPOCH_BYTES;
    const span = template.indexOf(Buffer.from(spanId, 'hex'), trace);
    end = span;
    return { trace, span };
  });
  const randomLength = TRACE_ID_BYTES - EPOCH_BYTES + SPAN_ID_BYTES;
  return () => {
    const request = Buffer.from(template);
    const random = randomBytes(randomLength * size);
    const ids = places.map(({ trace, span }, index) => {
      const own = random.subarray(index * randomLength, (index + 1) * randomLength);
      request.set(own.subarray(SPAN_ID_BYTES), trace);
      request.set(own.subarray(0, SPAN_ID_BYTES), span);
      return own.toString('hex', 0, SPAN_ID_BYTES);
    });
    return { request, ids };
  };
}

function makeSpans(count: number): SpanRecord[] {
  const now = BigInt(Date.now()) * 1_000_000n;
  const epoch = Math.floor(Date.now() / 1000).toString(16);
  return Array.from({ length: count }, () => ({
    traceId: `${epoch}${randomBytes(TRACE_ID_BYTES - EPOCH_BYTES).toString('hex')}`,
    spanId: randomBytes(SPAN_ID_BYTES).toString('hex'),
    traceState: '',
    name: 'GET /orders/{id}',
    kind: 'server',
    startTimeUnixNano: now - 25_000_000n,
    endTimeUnixNano: now,
    attributes: {
      'http.request.method': 'GET',
      'http.response.status_code': 200n,
      'http.route': '/orders/{id}',
      'url.full': 'https://shop.example.com/orders/4711',
      'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    },
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: { 'service.name': 'shop', 'cloud.provider': 'aws' } },
    scope: { name: 'load', version: '1' },
  }));
}
