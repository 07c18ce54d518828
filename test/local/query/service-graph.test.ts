import { describe, expect, test } from 'vitest';
import type { Service } from '../../../src/local/api/xray-api.ts';
import { readTraceFacts } from '../../../src/local/query/summarize-trace.ts';
import { buildServiceGraph } from '../../../src/local/query/service-graph.ts';
import { createTraceQueries } from '../../../src/local/query/trace-queries.ts';
import { createTraceArchive } from '../../../src/local/store/trace-archive.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument } from '../sample-document.ts';

/** The map of a trace, drawn of its documents and of the columns, which must be the same. */
function draw(...samples: SampleDocument[]) {
  const documents = samples.map(sampleDocument);
  const archive = createTraceArchive();
  archive.add(documents.map((document) => ({ document })));
  const { Services } = createTraceQueries(archive).serviceGraph({ start: 0, end: 1e11 }, undefined);
  archive.close();
  const { calls } = readTraceFacts(documents, { traceId: SAMPLE_TRACE_ID, revision: 1, arrivedAt: 0 });
  // Of a call there is one time in the columns, which is that of both sides.
  const timeless = (services: readonly Service[]) =>
    services.map((service) => ({ ...service, StartTime: undefined, EndTime: undefined }));
  expect(timeless(Services)).toEqual(timeless(buildServiceGraph(calls)));
  return Services;
}

const call = (id: number, fields: Partial<SampleDocument> = {}): SampleDocument => ({
  id,
  parent: 1,
  name: 'DynamoDB',
  namespace: 'aws',
  startMillis: id,
  durationMillis: 100,
  aws: { table_name: 'orders' },
  ...fields,
});
const SHOP: SampleDocument = { id: 1, name: 'shop', durationMillis: 1000, origin: 'AWS::ECS::Fargate' };

test('calls are counted as X-Ray counts: a throttle is an error, a fault is nothing else, what is open is neither', () => {
  const services = draw(
    SHOP,
    call(2),
    call(3, { error: true }),
    call(4, { error: true, throttle: true }),
    call(5, { fault: true, error: true, throttle: true }),
    call(6, { in_progress: true }),
  );
  const statistics = {
    OkCount: 1,
    ErrorStatistics: { ThrottleCount: 1, OtherCount: 1, TotalCount: 2 },
    FaultStatistics: { OtherCount: 1, TotalCount: 1 },
    TotalCount: 4,
    TotalResponseTime: 0.4,
  };
  expect(services).toMatchObject([
    { Name: 'shop', Type: 'client', State: 'unknown', Edges: [{ ReferenceId: 1 }] },
    { Name: 'shop', Root: true, State: 'active', Edges: [{ ReferenceId: 2, SummaryStatistics: statistics }] },
    {
      Name: 'orders',
      Type: 'AWS::DynamoDB::Table',
      State: 'unknown',
      SummaryStatistics: statistics,
      ResponseTimeHistogram: [{ Value: 0.1, Count: 4 }],
      Edges: [],
    },
  ]);
  expect(services[0]).not.toHaveProperty('SummaryStatistics');
  expect(services[2]).not.toHaveProperty('Root');
});

test('the edge has what the caller saw, the node what the service itself saw', () => {
  const [, shop, pricing] = draw(
    SHOP,
    { id: 2, parent: 1, name: 'pricing.local', namespace: 'remote', durationMillis: 500, fault: true },
    { id: 3, parent: 2, type: undefined, name: 'pricing', durationMillis: 90 },
  );
  expect(shop?.Edges[0]?.SummaryStatistics).toMatchObject({
    FaultStatistics: { TotalCount: 1 },
    TotalResponseTime: 0.5,
  });
  expect(pricing).toMatchObject({ Name: 'pricing', SummaryStatistics: { OkCount: 1, TotalResponseTime: 0.09 } });
});

describe('what sends no segments is named by its resource, else by its service', () => {
  test.each<[Partial<SampleDocument>, string, string]>([
    [{ aws: { table_name: 'orders' } }, 'orders', 'AWS::DynamoDB::Table'],
    [{ aws: { table_names: ['orders'] } }, 'orders', 'AWS::DynamoDB::Table'],
    [{ aws: { table_names: ['orders', 'users'] } }, 'DynamoDB', 'AWS::DynamoDB'],
    [{ aws: {} }, 'DynamoDB', 'AWS::DynamoDB'],
    [{ name: 'SQS', aws: { queue_url: 'https://sqs.eu-west-1.amazonaws.com/1/jobs' } }, 'jobs', 'AWS::SQS::Queue'],
    [
      { name: 'SNS', metadata: { default: { 'aws.sns.topic.arn': 'arn:aws:sns:x:1:news' } } },
      'news',
      'AWS::SNS::Topic',
    ],
    [{ name: 'S3', metadata: { default: { 'aws.s3.bucket': 'images' } } }, 'images', 'AWS::S3::Bucket'],
    [{ name: 'Secrets Manager' }, 'Secrets Manager', 'AWS::SecretsManager'],
    [{ name: 'api.example.com', namespace: 'remote' }, 'api.example.com', 'remote'],
    [{ name: 'orders@db', namespace: 'remote', sql: { sanitized_query: 'SELECT 1' } }, 'orders@db', 'Database::SQL'],
  ])('%j', (fields, Name, Type) => {
    expect(draw(SHOP, call(2, fields)).at(-1)).toMatchObject({ Name, Names: [Name], Type, State: 'unknown' });
  });
});

test('a segment below a segment is a call of its service, work inside a service is none', () => {
  const services = draw(
    SHOP,
    { id: 2, parent: 1, name: 'work' },
    { id: 3, parent: 2, type: undefined, name: 'worker', durationMillis: 40 },
  );
  expect(services.map(({ Name, Type }) => `${Type ?? ''} ${Name}`)).toEqual([
    'client shop',
    'AWS::ECS::Fargate shop',
    ' worker',
  ]);
  expect(services[1]?.Edges).toMatchObject([{ ReferenceId: 2, SummaryStatistics: { TotalResponseTime: 0.04 } }]);
});

test('a segment whose caller is elsewhere has neither caller nor client', () => {
  expect(draw({ ...SHOP, parent: 9, type: undefined })).toMatchObject([{ Name: 'shop', State: 'active', Edges: [] }]);
});
