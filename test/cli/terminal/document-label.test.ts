import { describe, expect, test } from 'vitest';
import { hintOf } from '../../../src/cli/terminal/document-hint.ts';
import { labelOf, operationOf } from '../../../src/cli/terminal/document-label.ts';
import { buildTraceTree, type TraceNode } from '../../../src/local/query/trace-tree.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { sampleDocument, type SampleDocument } from '../../local/sample-document.ts';

type Fields = Omit<SampleDocument, 'id'>;

function nodeOf(document: SegmentDocument): TraceNode {
  const [node] = buildTraceTree([document]);
  if (node === undefined) throw new Error('no node');
  return node;
}

function show(node: TraceNode): string {
  const { name, detail } = labelOf(node);
  return `${name} | ${detail} | ${hintOf(node)}`;
}

function request(method: string | undefined, url: string | undefined): Fields {
  return { http: { request: { method, url } } };
}

/** A field of the X-Ray SDKs that X-Ray's documentation does not name. */
const IN_BUCKET: object = { bucket_name: 'photos' };
const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';

describe('a segment is called by its name and by what it was asked for', () => {
  test.each<[Fields, string]>([
    [request('GET', 'http://shop/orders/7?token=x'), 'GET /orders/7'],
    [request('GET', 'http://shop'), 'GET /'],
    [request('GET', 'http:///orders/7'), 'GET /orders/7'],
    [request('GET', 'no url'), 'GET'],
    [request('GET', undefined), 'GET'],
    [
      { ...request('GET', 'http://shop/orders/7'), metadata: { default: { 'http.route': '/orders/:id' } } },
      'GET /orders/:id',
    ],
    [{ ...request('GET', '/'), metadata: { default: { 'aws.local.operation': 'nightly job' } } }, 'nightly job'],
    [{ ...request('GET', '/'), annotations: { 'aws.local.operation': 'GET /users/:id' } }, 'GET /users/:id'],
    [{ metadata: { default: { 'aws.local.operation': 5 } } }, ''],
    [{ metadata: { default: { 'aws.local.operation': 'shop' } } }, ''],
    [{ namespace: 'remote' }, ''],
    [{}, ''],
  ])('%j', (fields, detail) => {
    expect(show(nodeOf(sampleDocument({ id: 1, name: 'shop', ...fields })))).toBe(`shop | ${detail} | segment`);
  });
});

describe('a subsegment is called by its name and by what it was about', () => {
  test.each<[Fields, string]>([
    [{ name: 'render' }, 'render |  | '],
    [{ name: 'render', namespace: 'local' }, 'render |  | '],
    [{ name: 'queue', namespace: 'remote' }, 'queue |  | remote'],
    [
      {
        name: 'api.example.com:8443',
        namespace: 'remote',
        ...request('GET', 'https://api.example.com:8443/v1?key=s#x'),
      },
      'api.example.com:8443 | GET /v1 | remote',
    ],
    [
      { name: 'prices', namespace: 'remote', ...request('GET', 'https://u:p@api.example.com/v1') },
      'prices | GET api.example.com/v1 | remote',
    ],
    [{ name: 'GET', namespace: 'remote', ...request('GET', 'https://example.com/') }, 'GET | example.com | remote'],
    [{ name: 'GET', namespace: 'remote', ...request('GET', 'no url') }, 'GET |  | remote'],
    [{ name: 'DynamoDB', namespace: 'aws' }, 'DynamoDB |  | aws'],
    [
      { name: 'DynamoDB', namespace: 'aws', aws: { operation: 'GetItem', table_name: 'orders' } },
      'DynamoDB GetItem | orders | aws',
    ],
    [
      { name: 'DynamoDB', namespace: 'aws', aws: { operation: 'BatchGetItem', table_names: ['a', 'b'] } },
      'DynamoDB BatchGetItem | a, b | aws',
    ],
    [
      { name: 'SQS', namespace: 'aws', aws: { operation: 'SendMessage', queue_url: QUEUE } },
      'SQS SendMessage | orders | aws',
    ],
    [{ name: 'S3', namespace: 'aws', aws: { operation: 'PutObject', ...IN_BUCKET } }, 'S3 PutObject | photos | aws'],
    [{ name: 'S3', namespace: 'aws', metadata: { default: { 'aws.bucket_name': 'photos' } } }, 'S3 | photos | aws'],
    [{ name: 'S3', namespace: 'aws', metadata: { default: { 'aws.s3.bucket': 'photos' } } }, 'S3 | photos | aws'],
    [
      { name: 'SNS', namespace: 'aws', metadata: { default: { 'aws.topic_arn': 'arn:aws:sns:eu-west-1:1:news' } } },
      'SNS | news | aws',
    ],
    [
      { name: 'EventBridge', namespace: 'aws', metadata: { default: { 'aws.event_bus_name': ['shop', 'audit'] } } },
      'EventBridge | shop | aws',
    ],
    [
      { name: 'stock@db', namespace: 'remote', sql: { sanitized_query: 'SELECT 1\n  FROM x' } },
      'stock@db | SELECT 1 FROM x | sql',
    ],
    [{ name: 'stock@db', namespace: 'remote', sql: {} }, 'stock@db |  | sql'],
  ])('%j', (fields, expected) => {
    expect(show(nodeOf(sampleDocument({ id: 1, parent: 2, ...fields })))).toBe(expected);
  });

  test('inside of another document too', () => {
    const node = nodeOf(sampleDocument({ id: 1, subsegments: [{ id: 2, name: 'inner' }] }));
    expect(node.children.map(show)).toEqual(['inner |  | ']);
  });
});

test('a label is harmless and never empty', () => {
  expect(show(nodeOf(sampleDocument({ id: 1, name: '\u{1b}[2J' })))).toBe('␛[2J |  | segment');
  expect(show(nodeOf(sampleDocument({ id: 1, name: ' \n' })))).toBe('(unnamed) |  | segment');
  expect(show(nodeOf(sampleDocument({ id: 1, name: null })))).toBe('(unnamed) |  | segment');
});

test('the operation of a segment leaves out who did it', () => {
  const shop = sampleDocument({ id: 1, name: 'shop', ...request('GET', 'http://shop/x') });
  expect(operationOf(nodeOf(shop))).toBe('GET /x');
  const call = { name: 'S3', namespace: 'aws', aws: { operation: 'GetObject', ...IN_BUCKET } };
  expect(operationOf(nodeOf(sampleDocument({ id: 1, parent: 2, ...call })))).toBe('S3 GetObject photos');
  expect(operationOf(nodeOf(sampleDocument({ id: 1, name: 'nightly job' })))).toBe('nightly job');
});
