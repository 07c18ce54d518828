import { describe, expect, test } from 'vitest';
import { hintOf } from '../../../src/cli/terminal/span-hint.ts';
import { labelOf, operationOf } from '../../../src/cli/terminal/span-label.ts';
import type { Attributes, SpanRecordKind } from '../../../src/local/span-record.ts';
import { sampleSpan } from '../../local/sample-span.ts';

function span(kind: SpanRecordKind, attributes: Attributes, name = 'span name') {
  return sampleSpan({ spanId: '1'.repeat(16), kind, attributes, name, service: 'shop' });
}

const AWS = { 'rpc.system': 'aws-api' };
const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';

describe('the label of a span', () => {
  test.each<[SpanRecordKind, Attributes, string]>([
    [
      'server',
      { 'http.request.method': 'GET', 'http.route': '/orders/:id', 'url.path': '/orders/7' },
      'shop | GET /orders/:id | server',
    ],
    ['server', { 'http.request.method': 'GET', 'url.path': '/orders/7' }, 'shop | GET /orders/7 | server'],
    ['server', { 'http.method': 'GET', 'http.target': '/orders/7?token=x' }, 'shop | GET /orders/7 | server'],
    [
      'server',
      { 'http.request.method': 'GET', 'http.route': '/', 'aws.local.service': 'GetRoles' },
      'GetRoles | GET / | server',
    ],
    ['server', {}, 'shop | span name | server'],
    ['consumer', {}, 'shop | span name | receive'],
    ['consumer', { 'aws.local.service': 'span name' }, 'span name |  | receive'],
    [
      'client',
      { 'http.request.method': 'GET', 'url.full': 'https://u:p@api.example.com:8443/v1?key=secret#x' },
      'GET api.example.com:8443/v1 |  | http',
    ],
    ['client', { 'http.request.method': 'GET', 'url.full': 'https://example.com/' }, 'GET example.com |  | http'],
    ['client', { 'http.method': 'PUT', 'http.url': 'no url', 'net.peer.name': 'db' }, 'PUT db |  | http'],
    [
      'client',
      { ...AWS, 'rpc.service': 'DynamoDB', 'rpc.method': 'GetItem', 'aws.dynamodb.table_names': ['orders'] },
      'DynamoDB GetItem | orders | aws',
    ],
    [
      'client',
      { ...AWS, 'rpc.service': 'DynamoDB', 'rpc.method': 'BatchGetItem', 'aws.dynamodb.table_names': ['a', 'b'] },
      'DynamoDB BatchGetItem | a, b | aws',
    ],
    [
      'client',
      { ...AWS, 'aws.service': 'S3', 'aws.operation': 'PutObject', 'aws.s3.bucket': 'photos' },
      'S3 PutObject | photos | aws',
    ],
    [
      'client',
      { ...AWS, 'rpc.method': 'SQS/ReceiveMessage', 'aws.remote.service': 'AWS::SQS', 'aws.queue_url': QUEUE },
      'SQS ReceiveMessage | orders | aws',
    ],
    [
      'producer',
      { ...AWS, 'rpc.service': 'SNS', 'rpc.method': 'Publish', 'aws.sns.topic.arn': 'arn:aws:sns:eu-west-1:1:news' },
      'SNS Publish | news | aws',
    ],
    ['client', AWS, 'span name |  | aws'],
    [
      'client',
      { 'db.system.name': 'postgresql', 'db.namespace': 'stock', 'db.query.text': 'SELECT 1\n  FROM x' },
      'stock | SELECT 1 FROM x | sql',
    ],
    ['client', { 'db.system': 'mysql', 'db.name': 'stock', 'db.statement': 'SELECT 1' }, 'stock | SELECT 1 | sql'],
    ['client', { 'db.system.name': 'redis' }, 'redis | span name | sql'],
    ['client', {}, 'span name |  | client'],
    ['producer', {}, 'span name |  | send'],
    ['internal', {}, 'span name |  | '],
    ['internal', { 'aws.local.service': 'nightly job' }, 'nightly job |  | '],
  ])('%s %j', (kind, attributes, expected) => {
    const { name, detail } = labelOf(span(kind, attributes));
    expect(`${name} | ${detail} | ${hintOf(span(kind, attributes))}`).toBe(expected);
  });

  test('is harmless and never empty', () => {
    expect(labelOf(span('internal', {}, '\u{1b}[2J')).name).toBe('␛[2J');
    expect(labelOf(span('internal', {}, ' \n')).name).toBe('(unnamed)');
    expect(labelOf(sampleSpan({ spanId: '1'.repeat(16), kind: 'server', name: 'GET' })).name).toBe('GET');
  });
});

test('the operation of a segment leaves out who did it', () => {
  expect(operationOf(span('server', { 'http.request.method': 'GET', 'http.route': '/x' }))).toBe('GET /x');
  expect(
    operationOf(span('client', { ...AWS, 'rpc.service': 'S3', 'rpc.method': 'GetObject', 'aws.s3.bucket': 'b' })),
  ).toBe('S3 GetObject b');
  expect(operationOf(span('internal', { 'aws.local.service': 'nightly job' }))).toBe('nightly job');
});
