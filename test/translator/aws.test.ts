import { describe, expect, test } from 'vitest';
import { makeSegment } from '../../src/translator/segment.ts';
import type { Attributes } from '../../src/translator/span.ts';
import { countIds, makeSpan } from './spans.ts';

function awsOf(attributes: Attributes, resource: Attributes = {}, logGroupNames: readonly string[] = []) {
  const span = makeSpan({ attributes, resource: { attributes: resource } });
  return makeSegment(span, { logGroupNames, newId: countIds() }).aws;
}

test('there is always a block, outside other clouds', () => {
  expect(awsOf({})).toMatchObject({ xray: { auto_instrumentation: false } });
  expect(awsOf({}, { 'cloud.provider': 'gcp' })).toBeUndefined();
});

test('attributes of a call are used up, but for its URL', () => {
  const attributes = { 'aws.region': 'r', 'rpc.method': 'm', 'messaging.url': 'u', other: 'o' };
  for (const provider of ['aws', 'gcp']) {
    const resource = { attributes: { 'cloud.provider': provider } };
    const span = makeSpan({ kind: 'client', parentSpanId: 'ab'.repeat(8), attributes, resource });
    const { metadata } = makeSegment(span, { newId: countIds() });
    expect(metadata).toEqual({ default: { 'messaging.url': 'u', other: 'o' } });
  }
});

describe('one field may be told in several ways', () => {
  test.each<[Attributes, object]>([
    [{ 'aws.operation': 'a', 'rpc.method': 'b' }, { operation: 'a' }],
    [{ 'rpc.method': 'b' }, { operation: 'b' }],
    [{ 'aws.request_id': 'a', 'aws.requestId': 'b' }, { request_id: 'b' }],
    [{ 'messaging.url': 'b', 'aws.queue_url': 'a' }, { queue_url: 'b' }],
    [{ 'aws.table_name': 'a', 'aws.dynamodb.table_names': ['b'] }, { table_name: 'b' }],
    [
      { 'aws.table_name': 'a', 'aws.dynamodb.table_names': ['b', 'c'] },
      { table_name: undefined, table_names: ['b', 'c'] },
    ],
    [{ 'aws.table_name': 'a', 'aws.dynamodb.table_names': [] }, { table_name: 'a' }],
    [{ 'aws.account_id': 'a' }, { account_id: 'a' }],
    [{ 'aws.account_id': null }, { account_id: 'resource' }],
    [{ 'aws.account_id': 5 }, { account_id: undefined }],
  ])('%j', (attributes, fields) => {
    expect(awsOf(attributes, { 'cloud.account.id': 'resource' })).toMatchObject(fields);
  });
});

describe('log groups', () => {
  const arn = 'arn:aws:logs:r:a:log-group:name:*';

  test.each<[string, Attributes, object[]]>([
    [
      'ARNs',
      { 'aws.log.group.arns': [arn, 'short'], 'aws.log.group.names': 'x' },
      [{ log_group: 'name', arn }, { log_group: 'short' }],
    ],
    ['names in a text', { 'aws.log.group.names': 'a&&b' }, [{ log_group: 'a' }, { log_group: 'b' }]],
    ['configuration', { 'aws.log.group.names': '' }, [{ log_group: 'configured' }]],
  ])('come from %s', (_, resource, groups) => {
    expect(awsOf({}, resource, ['configured'])?.cloudwatch_logs).toMatchObject(groups);
  });
});

test('a machine’s host id makes an EC2 block anywhere', () => {
  expect(awsOf({}, { 'host.id': 'm' })?.ec2).toEqual({
    instance_id: 'm',
    availability_zone: null,
    instance_size: null,
    ami_id: null,
  });
});

test.each([
  ['12', 12],
  ['x', 0],
  ['9223372036854775808', 0],
])('deployment %s of Elastic Beanstalk is %i', (text, id) => {
  const resource = { 'cloud.platform': 'aws_elastic_beanstalk', 'service.instance.id': text };
  expect(awsOf({}, resource)?.elastic_beanstalk?.deployment_id).toBe(id);
});
