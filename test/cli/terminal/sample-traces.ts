import type { TraceRecord } from '../../../src/local/trace-record.ts';
import { translateSpans } from '../../../src/local/translate-spans.ts';
import type { Attributes, SpanRecord, SpanRecordEvent } from '../../../src/translator/index.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { SAMPLE_TRACE_ID, sampleDocument, sampleId } from '../../local/sample-document.ts';
import { sampleSpan, type SampleSpan } from '../../local/sample-span.ts';

/** A span in few words; `id` and `parent` are small numbers. */
export type SampleTraceSpan = Omit<SampleSpan, 'spanId'> & { readonly id: number; readonly parent?: number };

/** A trace of these documents. */
export function traceOf(documents: readonly SegmentDocument[]): TraceRecord {
  return { traceId: SAMPLE_TRACE_ID, documents, revision: 0 };
}

/** The trace that X-Ray gets for spans that are enriched so that the exporter reads their stacks. */
function sampleTrace(...spans: readonly SampleTraceSpan[]): TraceRecord {
  const records = spans.map(({ id, parent, service = '', ...span }) => ({
    ...sampleSpan({
      ...span,
      spanId: sampleId(id),
      ...(parent !== undefined && { parentSpanId: sampleId(parent) }),
    }),
    resource: { attributes: { 'service.name': service, 'telemetry.sdk.language': 'javascript' } },
  }));
  const fail = (): never => {
    throw new Error('A sample span became no document.');
  };
  return traceOf(translateSpans(records, fail));
}

function exception(type: string, message: string, ...frames: readonly string[]): SpanRecordEvent {
  const stack = [`${type}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  const attributes = { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack };
  return { name: 'exception', timeUnixNano: 0n, attributes };
}

function server(
  method: string,
  route: string,
  status: number,
  more: Attributes = {},
): Pick<SpanRecord, 'kind' | 'attributes'> {
  const request = { 'http.request.method': method, 'url.scheme': 'http', 'url.path': route.replace(':id', '7') };
  const answer = { 'http.route': route, 'http.response.status_code': BigInt(status) };
  return { kind: 'server', attributes: { ...request, 'server.address': '127.0.0.1', ...answer, ...more } };
}

function aws(service: string, operation: string, more: Attributes = {}): Pick<SpanRecord, 'kind' | 'attributes'> {
  return {
    kind: 'client',
    attributes: { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': operation, ...more },
  };
}

const OK = { 'http.response.status_code': 200n };

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
      quantity: 6n,
      note: 'for the office',
      'aws.xray.metadata.default': '{"warehouse":{"shelf":4}}',
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
    attributes: {
      'http.request.method': 'GET',
      'url.full': 'http://127.0.0.1:4002/price?sku=cup&token=secret',
      'peer.service': '127.0.0.1:4002',
      ...OK,
    },
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
      'db.system': 'postgresql',
      'db.name': 'stock',
      'db.connection_string': 'postgresql://127.0.0.1:5432',
      'db.statement': 'UPDATE stock\n  SET reserved = reserved + $1 WHERE sku = $2',
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
        'Object.parse(node/internal/url:12:3)',
        'Coupon.read(/app/node_modules/coupons/index.js:3:14)',
        'applyCoupon(/app/src/coupon.js:41:27)',
        'async(/app/src/shop.js:88:3)',
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
      'http.status_code': 429n,
      'http.response.status_code': 400n,
      'aws.retries': 2n,
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
  {
    id: 2,
    parent: 1,
    startMillis: 10,
    durationMillis: 2000,
    attributes: { 'peer.service': '\u{1b}[31mred\u{7}\u{202e} herring' },
  },
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
        'parse(/app/node_modules/x.js:1:1)',
      ),
    ],
  },
);

/** Subsegments whose segment has not come. */
export const INCOMPLETE_TRACE = sampleTrace(
  { id: 2, parent: 1, name: 'load rates', startMillis: 5, durationMillis: 20 },
  { id: 3, parent: 1, name: 'load taxes', startMillis: 30, durationMillis: 70_000 },
);

/** What a service without enrichment sends: names and stacks as poor as X-Ray would show them. */
export const PLAIN_TRACE = sampleTrace(
  { id: 1, durationMillis: 40, service: 'shop', name: 'GET', ...server('GET', '/', 200) },
  {
    id: 2,
    parent: 1,
    startMillis: 4,
    durationMillis: 30,
    name: 'GET',
    kind: 'client',
    attributes: { 'http.request.method': 'GET', 'url.full': 'https://u:p@api.example.com/v1/rates?key=secret', ...OK },
  },
  {
    id: 3,
    parent: 1,
    startMillis: 35,
    durationMillis: 3,
    name: 'pg.query:SELECT shop',
    kind: 'client',
    attributes: { 'db.system.name': 'postgresql', 'db.namespace': 'shop', 'db.query.text': 'SELECT 1' },
  },
);

/** A field of the X-Ray SDKs that X-Ray's documentation does not name. */
const IN_BUCKET: object = { bucket_name: 'reports' };

/** A service with an X-Ray SDK: one document around its subsegments, sent while the request is still served. */
export const SDK_TRACE = traceOf([
  sampleDocument({
    id: 1,
    name: 'legacy',
    in_progress: true,
    origin: 'AWS::EC2::Instance',
    http: { request: { method: 'GET', url: 'http://legacy.example.com/report?day=1' } },
    subsegments: [
      {
        id: 2,
        name: 'S3',
        namespace: 'aws',
        startMillis: 3,
        durationMillis: 14,
        aws: { operation: 'GetObject', retries: 1, ...IN_BUCKET },
        http: { response: { status: 200 } },
      },
      {
        id: 3,
        name: 'render',
        startMillis: 20,
        durationMillis: 41,
        fault: true,
        cause: 'aaaaaaaaaaaaaaaa',
        annotations: { pages: 12, draft: true },
        metadata: { default: { template: 'a4' }, printer: { tray: 2, duplex: null } },
        subsegments: [
          {
            id: 4,
            name: 'load font',
            startMillis: 22,
            durationMillis: 4,
            fault: true,
            cause: {
              exceptions: [
                {
                  id: 'aaaaaaaaaaaaaaaa',
                  type: 'FontError',
                  message: 'no font',
                  cause: 'bbbbbbbbbbbbbbbb',
                  stack: [{ path: '/app/src/font.js', line: 7, label: 'load' }],
                },
                { id: 'bbbbbbbbbbbbbbbb', type: 'Error', message: 'ENOENT: no such file or directory' },
              ],
            },
          },
        ],
      },
    ],
  }),
  sampleDocument({ id: 5, parent: 3, name: 'sent on its own', startMillis: 30, durationMillis: 25, error: true }),
]);
