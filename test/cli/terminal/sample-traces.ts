import type { Attributes, SpanRecord, SpanRecordEvent } from '../../../src/local/span-record.ts';
import type { TraceRecord } from '../../../src/local/trace-record.ts';
import { sampleSpan, type SampleSpan } from '../../local/sample-span.ts';

function spanId(number: number): string {
  return number.toString(16).padStart(16, '0');
}

/** A span in few words; `id` and `parent` are small numbers. */
export type SampleTraceSpan = Omit<SampleSpan, 'spanId'> & { readonly id: number; readonly parent?: number };

/** A trace of these spans. */
export function traceOf(spans: readonly SampleTraceSpan[]): TraceRecord {
  const records = spans.map(({ id, parent, ...span }) =>
    sampleSpan({ ...span, spanId: spanId(id), ...(parent !== undefined && { parentSpanId: spanId(parent) }) }),
  );
  return { traceId: '5759e988bd862e3fe1be46a994272793', spans: records, revision: 0 };
}

function sampleTrace(...spans: readonly SampleTraceSpan[]): TraceRecord {
  return traceOf(spans);
}

function exception(type: string, message: string, ...frames: readonly string[]): SpanRecordEvent {
  const stack = [`${type}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  const attributes = { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack };
  return { name: 'exception', timeUnixNano: 0n, attributes };
}

function server(method: string, route: string, status: number): Pick<SpanRecord, 'kind' | 'attributes'> {
  const attributes = { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status };
  return { kind: 'server', attributes };
}

function aws(service: string, operation: string, more: Attributes = {}): Pick<SpanRecord, 'kind' | 'attributes'> {
  return {
    kind: 'client',
    attributes: { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': operation, ...more },
  };
}

const OK = { 'http.response.status_code': 200 };

/** One request through two services, DynamoDB, SQL and a queue, with annotations. */
export const ORDER_TRACE = sampleTrace(
  { id: 1, durationMillis: 143, service: 'shop', ...server('POST', '/orders', 201) },
  {
    id: 2,
    parent: 1,
    startMillis: 4,
    durationMillis: 12.3,
    service: 'shop',
    ...aws('DynamoDB', 'GetItem', { 'aws.dynamodb.table_names': ['products'], ...OK }),
  },
  {
    id: 3,
    parent: 1,
    name: 'reserve stock',
    startMillis: 20,
    durationMillis: 81,
    service: 'shop',
    attributes: {
      sku: 'cup',
      quantity: 6,
      note: 'for the office',
      'aws.xray.annotations': ['sku', 'quantity', 'note'],
    },
  },
  {
    id: 4,
    parent: 3,
    startMillis: 24,
    durationMillis: 43,
    service: 'shop',
    kind: 'client',
    attributes: { 'http.request.method': 'GET', 'url.full': 'http://127.0.0.1:4002/price?sku=cup&token=secret', ...OK },
  },
  { id: 5, parent: 4, startMillis: 29, durationMillis: 31, service: 'pricing', ...server('GET', '/price', 200) },
  {
    id: 6,
    parent: 3,
    startMillis: 70,
    durationMillis: 0.085,
    service: 'shop',
    kind: 'client',
    attributes: {
      'db.system.name': 'postgresql',
      'db.namespace': 'stock',
      'db.query.text': 'UPDATE stock\n  SET reserved = reserved + $1 WHERE sku = $2',
    },
  },
  {
    id: 7,
    parent: 1,
    startMillis: 110,
    durationMillis: 9,
    service: 'shop',
    ...aws('SQS', 'SendMessage', { 'aws.queue_url': 'http://127.0.0.1:4567/000000000000/receipts', ...OK }),
    kind: 'producer',
  },
);

/** A bug in a captured block: the exception was recorded there and again by the request. */
export const FAULT_TRACE = sampleTrace(
  {
    id: 1,
    durationMillis: 52,
    service: 'shop',
    ...server('POST', '/orders', 500),
    status: { code: 'error', message: '' },
    events: [exception('TypeError', "Cannot read properties of undefined (reading 'percent')")],
  },
  {
    id: 2,
    parent: 1,
    name: 'apply coupon',
    startMillis: 8,
    durationMillis: 2,
    service: 'shop',
    status: { code: 'error', message: 'failed' },
    events: [
      exception(
        'TypeError',
        "Cannot read properties of undefined (reading 'percent')",
        'Object.parse (node:internal/url:12:3)',
        'Coupon.read (/app/node_modules/coupons/index.js:3:14)',
        'applyCoupon (/app/src/coupon.js:41:27)',
        'async /app/src/shop.js:88:3',
      ),
    ],
  },
  {
    id: 3,
    parent: 1,
    startMillis: 12,
    durationMillis: 30,
    service: 'shop',
    ...aws('DynamoDB', 'PutItem', {
      'aws.dynamodb.table_names': ['carts'],
      'http.response.status_code': 400,
      'http.request.resend_count': 2,
    }),
    status: { code: 'error', message: 'Rate exceeded' },
    events: [exception('ProvisionedThroughputExceededException', 'Rate exceeded')],
  },
);

/** The caller's mistake. */
export const NOT_FOUND_TRACE = sampleTrace({
  id: 1,
  durationMillis: 1.4,
  service: 'shop',
  ...server('GET', '/orders/:id', 404),
});

/** Wide and hostile characters, a message of many lines, and more depth than there is room. */
export const WIDE_TRACE = sampleTrace(
  { id: 1, durationMillis: 2314, service: '注文サービス', ...server('GET', '/注文/👩‍💻/{id}', 429) },
  { id: 2, parent: 1, name: '\u{1b}[31mred\u{7}\u{202e} herring', startMillis: 10, durationMillis: 2000 },
  ...Array.from({ length: 12 }, (_, index) => ({
    id: index + 3,
    parent: index + 2,
    name: `level ${index + 3}`,
    startMillis: 20 + 100 * index,
    durationMillis: 1900 - 150 * index,
  })),
  {
    id: 20,
    parent: 1,
    name: 'parse',
    startMillis: 2100,
    durationMillis: 100,
    status: { code: 'error', message: '' },
    events: [
      exception(
        'SyntaxError',
        `Unexpected token in "${'注文 '.repeat(60)}"\nsecond line`,
        'parse (/app/node_modules/x.js:1:1)',
      ),
    ],
  },
);

/** Spans whose parent has not ended, and one of another service. */
export const INCOMPLETE_TRACE = sampleTrace(
  { id: 2, parent: 1, parentIsRemote: false, name: 'load rates', startMillis: 5, durationMillis: 20 },
  { id: 3, parent: 1, parentIsRemote: false, name: 'load taxes', startMillis: 30, durationMillis: 70_000 },
);
