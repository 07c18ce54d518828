import { expect, test } from 'vitest';
import { encodeSamples } from './picture/encode-samples.ts';
import { pickExpected } from './support/pick-expected.ts';
import { SEED, SPANS, SPANS_TIMEOUT_MILLIS } from './support/sample-size.ts';
import { translateRequest } from './support/translate-here.ts';

const samples = encodeSamples();

test('the generated spans are of every row of the table', () => {
  expect([...new Set(samples.map(({ row }) => row))].toSorted()).toEqual([
    'AWS calls are named by service, and a throttle shows: DynamoDB',
    'AWS calls are named by service, and a throttle shows: EventBridge',
    'AWS calls are named by service, and a throttle shows: Kinesis',
    'AWS calls are named by service, and a throttle shows: Lambda',
    'AWS calls are named by service, and a throttle shows: S3',
    'AWS calls are named by service, and a throttle shows: SFN',
    'AWS calls are named by service, and a throttle shows: SNS',
    'AWS calls are named by service, and a throttle shows: SQS',
    'AWS calls are named by service, and a throttle shows: SecretsManager',
    'HTTP clients are nodes named by host',
    'Node stacks have path, line and function, causes are exceptions of their own',
    'SQL calls are nodes named database@host with a sql block',
    'SQL calls of the old conventions show no password',
    'a root that is a call is a segment with the call as its subsegment',
    'cassandra is a remote node named name@host',
    'gRPC clients are nodes named by host',
    'memcached is a remote node named name@host',
    'mongodb is a remote node named name@host',
    'of a deep stack fifty frames are shown',
    'origin and platform are those of the resource: AWS::EC2::Instance',
    'origin and platform are those of the resource: AWS::ECS::Fargate',
    'origin and platform are those of the resource: AWS::EKS::Container',
    'origin and platform are those of the resource: AWS::ElasticBeanstalk::Environment',
    'origin and platform are those of the resource: none',
    'redis is a remote node named name@host',
    'requests are segments named after the service',
    'roots that are no servers are segments named after the service',
  ]);
});

test(
  `of ${SPANS} spans generated from seed ${SEED} the translated enrichment shows what the table says`,
  { timeout: SPANS_TIMEOUT_MILLIS },
  () => {
    for (const { row, file, request, documents: expected } of samples) {
      const documents = translateRequest(request).map((text) => JSON.parse(text) as object);
      const what = `${row}: ${JSON.stringify(file)}`;
      expect(pickExpected(documents, expected), what).toEqual(expected);
      expect(JSON.stringify(documents), what).not.toMatch(/secret-|client_ip":"192\.0\.2\.7/);
    }
  },
);
