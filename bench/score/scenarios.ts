import { randomBytes } from 'node:crypto';

/** One request to the service. */
export interface Scenario {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** A caller's segment, as its header names it. */
export interface Caller {
  /** In X-Ray's form. */
  readonly traceId: string;
  readonly parentId: string;
}

/** Makes a caller whose trace began just now. */
export function newCaller(): Caller {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return { traceId: `1-${seconds}-${randomBytes(12).toString('hex')}`, parentId: randomBytes(8).toString('hex') };
}

/** The trace id as W3C writes it. */
function hexOf(traceId: string): string {
  return traceId.slice(2).replace('-', '');
}

type HeaderForm = (caller: Caller) => Readonly<Record<string, string>>;

const xray = (value: string): Readonly<Record<string, string>> => ({ 'X-Amzn-Trace-Id': value });

/** The trace headers that load balancers, gateways, functions and services send, each under its name. */
export const headerForms: Readonly<Record<string, HeaderForm>> = {
  full: ({ traceId, parentId }) => xray(`Root=${traceId};Parent=${parentId};Sampled=1`),
  'root-only': ({ traceId }) => xray(`Root=${traceId}`),
  'load-balancer': ({ traceId }) => xray(`Self=${newCaller().traceId};Root=${traceId}`),
  undecided: ({ traceId, parentId }) => xray(`Root=${traceId};Parent=${parentId};Sampled=?`),
  'without-sampled': ({ traceId, parentId }) => xray(`Root=${traceId};Parent=${parentId}`),
  'root-sampled': ({ traceId }) => xray(`Root=${traceId};Sampled=1`),
  'not-sampled': ({ traceId, parentId }) => xray(`Root=${traceId};Parent=${parentId};Sampled=0`),
  lineage: ({ traceId, parentId }) => xray(`Root=${traceId};Parent=${parentId};Sampled=1;Lineage=1:a87bd80c:0`),
  'custom-field': ({ traceId, parentId }) => xray(`Sampled=1;CalledFrom=app;Parent=${parentId};Root=${traceId}`),
  spaces: ({ traceId, parentId }) => xray(`Root=${traceId}; Parent=${parentId}; Sampled=1`),
  w3c: ({ traceId, parentId }) => ({ traceparent: `00-${hexOf(traceId)}-${parentId}-01` }),
  both: ({ traceId, parentId }) => ({
    'X-Amzn-Trace-Id': `Root=${newCaller().traceId}`,
    traceparent: `00-${hexOf(traceId)}-${parentId}-01`,
  }),
  malformed: () => xray('Root=1-nonsense;Parent=x;Sampled=maybe'),
  none: () => ({}),
};

const paths = [
  '/orders/42',
  '/status/404',
  '/status/429',
  '/status/500',
  '/throws',
  '/rejects',
  '/chained',
  '/text',
  ...['200', '404', '429', '500', 'time-out', 'refused', 'presigned'].flatMap((kind) => [
    `/http/${kind}`,
    `/fetch/${kind}`,
  ]),
  ...['get', 'throttled', 'missing', 'retried', 'refused', 'by-arn', 'batch'].map((call) => `/v3/${call}`),
  ...['s3-put', 's3-missing', 's3-slow-down', 'send', 'receive', 'sns', 'lambda', 'step-functions', 'event-bridge'].map(
    (call) => `/v3/${call}`,
  ),
  ...['get', 'throttled', 'missing', 's3', 'sqs'].map((call) => `/v2/${call}`),
  ...['select', 'insert', 'missing', 'duplicate'].map((query) => `/sql/${query}`),
  ...['words', 'capture', 'failure', 'handled'].map((word) => `/code/${word}`),
];

/** Every request of the score but the headers' and the last, in their order. Clients and pools warm up at the first. */
export const scenarios: readonly Scenario[] = [
  {
    path: '/plain',
    query: '?page=2',
    headers: { 'user-agent': 'browser/1.0', 'x-forwarded-for': '203.0.113.9, 10.0.0.1' },
  },
  ...paths.map((path) => ({ path })),
];

/** Asked for just before the process is told to end. */
export const lastRequest = '/last';
