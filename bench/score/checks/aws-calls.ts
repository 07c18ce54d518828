import type { Entry, Picture } from '../picture.ts';
import { causeOf, type Check, type CheckGroup, detail, outcomeOf, statusOf } from './check.ts';

const ACCOUNT = '123456789012';
const get = '/v3/get';

function field(name: string): (picture: Picture) => unknown {
  return (picture) => picture.call(get).aws?.[name];
}

const basics: readonly Check[] = [
  {
    what: 'a call of DynamoDB is named DynamoDB',
    field: 'name',
    why: 'the node on the trace map; not the table, not the operation',
    look: (picture) => picture.call(get).name,
    expected: 'DynamoDB',
  },
  {
    what: 'it is an AWS subsegment of the request',
    field: 'namespace, type, parent_id',
    why: 'X-Ray draws AWS services with their own icons',
    look: (picture) => {
      const call = picture.call(get);
      return [call.namespace, call.type, picture.isWithin(call, picture.segment(get))];
    },
    expected: ['aws', 'subsegment', true],
  },
  {
    what: 'request and call are two documents',
    field: '(documents)',
    why: 'no spans of sockets, middleware and the HTTP call within',
    look: (picture) => picture.trace(get).length,
    expected: 2,
  },
  {
    what: 'of no more than 1,600 bytes together',
    field: '(documents)',
    why: 'traces of hundreds of calls stay below the limit of X-Ray',
    look: (picture) => {
      const { trace_id } = picture.segment(get);
      const documents = picture.documents.filter((text) => text.includes(trace_id));
      return documents.reduce((sum, text) => sum + Buffer.byteLength(text.trim()), 0);
    },
    expected: (bytes: number) => bytes > 0 && bytes <= 1600,
  },
  {
    what: 'the operation is shown',
    field: 'aws.operation',
    why: 'what was called',
    look: field('operation'),
    expected: 'GetItem',
  },
  { what: 'the region is shown', field: 'aws.region', why: 'where', look: field('region'), expected: 'eu-west-1' },
  {
    what: 'the table is shown',
    field: 'aws.table_name',
    why: 'the node on the trace map is the table',
    look: field('table_name'),
    expected: 'orders',
  },
  {
    what: 'the request id of a success is shown',
    field: 'aws.request_id',
    why: 'what the support of AWS asks for',
    look: (picture) => picture.aws.requestIds.includes(String(picture.call(get).aws?.['request_id'])),
    expected: true,
  },
  {
    what: 'the status is shown',
    field: 'http.response.status',
    why: 'how it went',
    look: (picture) => statusOf(picture.call(get)),
    expected: 200,
  },
  {
    what: 'the size of the answer is shown',
    field: 'http.response.content_length',
    why: 'large answers are slow ones',
    look: (picture) => picture.call(get).http?.response?.['content_length'],
    expected: 25,
  },
  {
    what: 'the account is known where an ARN tells it',
    field: 'aws.account_id',
    why: 'calls into other accounts',
    look: (picture) => picture.call('/v3/by-arn').aws?.['account_id'],
    expected: ACCOUNT,
  },
  {
    what: 'calls of several tables show them all',
    field: 'aws.table_names',
    why: 'which tables',
    look: (picture) => picture.call('/v3/batch').aws?.['table_names'],
    expected: (names: unknown) => JSON.stringify(names) === '["orders","roles"]',
  },
];

const failures: readonly Check[] = [
  {
    what: 'DynamoDB out of capacity is a throttle',
    field: 'throttle, error',
    why: 'purple: slow down or buy more',
    look: (picture) => outcomeOf(picture.call('/v3/throttled')),
    expected: 'throttle and error',
  },
  {
    what: 'and its true status is shown',
    field: 'http.response.status',
    why: 'AWS said 400',
    look: (picture) => statusOf(picture.call('/v3/throttled')),
    expected: 400,
  },
  {
    what: 'S3 asking to slow down is a throttle',
    field: 'throttle, error',
    why: 'AWS says it with 503',
    look: (picture) => outcomeOf(picture.call('/v3/s3-slow-down')),
    expected: 'throttle and error',
  },
  {
    what: 'a missing table is an error, no fault',
    field: 'fault, error, throttle',
    why: 'the caller is wrong',
    look: (picture) => outcomeOf(picture.call('/v3/missing')),
    expected: 'error',
  },
  {
    what: 'with the exception of AWS as its cause',
    field: 'cause.exceptions',
    why: 'what AWS said',
    look: (picture) => causeOf(picture.call('/v3/missing')),
    expected: ['ResourceNotFoundException: Requested resource not found'],
  },
  {
    what: 'the request id of a failure is shown',
    field: 'aws.request_id',
    why: 'failures are what the support is asked about',
    look: (picture) => picture.aws.requestIds.includes(String(picture.call('/v3/missing').aws?.['request_id'])),
    expected: true,
  },
  {
    what: 'retries are shown',
    field: 'aws.retries, metadata',
    why: 'why a call took so long',
    look: (picture) => detail(picture.call('/v3/retried'), 'retries', 'aws.retries', 'http.request.resend_count'),
    expected: (count: unknown) => typeof count === 'number' && count > 0,
  },
  {
    what: 'an endpoint that nobody listens on is a fault with its cause',
    field: 'fault, cause.exceptions',
    why: 'no answer at all',
    look: (picture) => {
      const call = picture.call('/v3/refused');
      return `${call.name} ${outcomeOf(call)} ${causeOf(call).join()}`;
    },
    expected: /^DynamoDB fault .*ECONNREFUSED/,
  },
];

interface Service {
  readonly path: string;
  readonly name: string;
  readonly pattern: RegExp;
  readonly resource: string;
  readonly field: string;
  readonly value: RegExp;
}

const services: readonly Service[] = [
  { path: 's3-put', name: 'S3', pattern: /^S3$/, resource: 'bucket', field: 'metadata', value: /^receipts$/ },
  { path: 'send', name: 'SQS', pattern: /^SQS$/, resource: 'queue', field: 'aws.queue_url', value: /\/orders$/ },
  { path: 'sns', name: 'SNS', pattern: /^SNS$/, resource: 'topic', field: 'metadata', value: /order-events$/ },
  { path: 'lambda', name: 'Lambda', pattern: /^Lambda$/, resource: 'function', field: 'metadata', value: /price$/ },
  {
    path: 'step-functions',
    name: 'Step Functions',
    pattern: /^(Step ?Functions|SFN|States)$/,
    resource: 'state machine',
    field: 'metadata',
    value: /:checkout$/,
  },
  {
    path: 'event-bridge',
    name: 'EventBridge',
    pattern: /^EventBridge$/,
    resource: 'event bus',
    field: 'metadata',
    value: /^shop-bus$/,
  },
];

/** Whether a value stands anywhere in the `aws` block, the annotations or the metadata, under whatever name. */
function shows({ aws, annotations, metadata }: Entry, value: RegExp): boolean {
  const places = [aws, annotations, ...Object.values(metadata ?? {})];
  const values = places.flatMap((place) => Object.values(place ?? {}));
  return values.some((each) => typeof each === 'string' && value.test(each));
}

const perService: readonly Check[] = services.flatMap(({ path, name, pattern, resource, field, value }) => [
  {
    what: `a call of ${name} is named after it, with its operation`,
    field: 'name, namespace, aws.operation',
    why: 'the node on the trace map',
    look: (picture: Picture) => {
      const { name: found, namespace, aws } = picture.call(`/v3/${path}`);
      return [pattern.test(found) || found, namespace, typeof aws?.['operation']];
    },
    expected: [true, 'aws', 'string'],
  },
  {
    what: `and shows the ${resource}`,
    field,
    why: `which ${resource}`,
    look: (picture: Picture) => {
      const call = picture.call(`/v3/${path}`);
      return field === 'metadata' ? shows(call, value) : value.test(String(call.aws?.['queue_url']));
    },
    expected: true,
  },
]);

const messages: readonly Check[] = [
  {
    what: 'S3 shows its second request id',
    field: 'aws.id_2, metadata',
    why: 'the support of S3 asks for both',
    look: (picture) => detail(picture.call('/v3/s3-put'), 'id_2', 'aws.id_2', 'aws.request.extended_id'),
    expected: /==$/,
  },
  {
    what: 'a message carries the trace of its sender',
    field: 'parent_id (consumer)',
    why: 'the trace goes on behind the queue',
    look: (picture) => {
      const { id, trace_id } = picture.call('/v3/send');
      return picture.aws.sentTraceHeaders.some(
        (header) => header.includes(trace_id) && header.includes(`Parent=${id}`),
      );
    },
    expected: true,
  },
  {
    what: 'receiving is a call in its request, no segment of its own',
    field: 'type, name, aws.operation',
    why: 'a node that does not exist',
    look: (picture) => {
      const { type, name, aws } = picture.call('/v3/receive');
      return [type, name, aws?.['operation']];
    },
    expected: ['subsegment', 'SQS', 'ReceiveMessage'],
  },
  {
    what: 'and is linked to the sender of each message',
    field: 'links',
    why: 'from the worker to the request that it works for',
    look: (picture) =>
      picture.trace('/v3/receive').some(({ links = [] }) =>
        links.some(({ id, trace_id }) => {
          const sender = picture.call('/v3/send');
          return id === sender.id && trace_id === sender.trace_id;
        }),
      ),
    expected: true,
  },
];

const version2: readonly Check[] = [
  {
    what: 'a call is named after its service, with operation, region and table',
    field: 'name, aws',
    why: 'the same picture for old code',
    look: (picture) => {
      const { name, namespace, aws } = picture.call('/v2/get');
      return [name.toLowerCase(), namespace, aws?.['operation'], aws?.['region'], aws?.['table_name']];
    },
    expected: ['dynamodb', 'aws', 'GetItem', 'eu-west-1', 'orders'],
  },
  {
    what: 'the request id is shown',
    field: 'aws.request_id',
    why: 'what the support of AWS asks for',
    look: (picture) => picture.aws.requestIds.includes(String(picture.call('/v2/get').aws?.['request_id'])),
    expected: true,
  },
  {
    what: 'request and call are two documents',
    field: '(documents)',
    why: 'no second picture of the same call',
    look: (picture) => [picture.call('/v2/get').namespace, picture.trace('/v2/get').length],
    expected: ['aws', 2],
  },
  {
    what: 'DynamoDB out of capacity is a throttle',
    field: 'throttle, error',
    why: 'purple',
    look: (picture) => outcomeOf(picture.call('/v2/throttled')),
    expected: 'throttle and error',
  },
  {
    what: 'a missing table is an error with its cause and request id',
    field: 'error, cause, aws.request_id',
    why: 'what AWS said',
    look: (picture) => {
      const call = picture.call('/v2/missing');
      const hasId = picture.aws.requestIds.includes(String(call.aws?.['request_id']));
      return `${outcomeOf(call)} ${causeOf(call).join()} ${hasId ? 'with id' : 'without id'}`;
    },
    expected: 'error ResourceNotFoundException: Requested resource not found with id',
  },
  {
    what: 'S3 shows the bucket',
    field: 'metadata',
    why: 'which bucket',
    look: (picture) => {
      const call = picture.call('/v2/s3');
      return [call.name.toLowerCase(), shows(call, /^receipts$/)];
    },
    expected: ['s3', true],
  },
  {
    what: 'SQS shows the queue',
    field: 'aws.queue_url',
    why: 'which queue',
    look: (picture) => {
      const { name, aws } = picture.call('/v2/sqs');
      return `${name} ${String(aws?.['queue_url'])}`;
    },
    expected: /^sqs https:.*\/orders$/i,
  },
];

/** Calls of AWS by both generations of its SDK. */
export const awsCalls: readonly CheckGroup[] = [
  { title: 'AWS SDK v3: a call of DynamoDB', checks: basics },
  { title: 'AWS SDK v3: calls that fail', checks: failures },
  { title: 'AWS SDK v3: other services', checks: [...perService, ...messages] },
  { title: 'AWS SDK v2', checks: version2 },
];
