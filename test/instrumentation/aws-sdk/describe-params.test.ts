import { SpanKind } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeParams } from '../../../src/instrumentation/aws-sdk/describe-params.ts';

describe('parameters of either AWS SDK', () => {
  test.each([
    ['DynamoDB', 'BatchGetItem', { RequestItems: { a: {}, b: {} } }, { 'aws.dynamodb.table_names': ['a', 'b'] }],
    [
      'DynamoDB',
      'Query',
      { TableName: 't', IndexName: 'i', Limit: 5, ScanIndexForward: false },
      { 'aws.dynamodb.index_name': 'i', 'aws.dynamodb.limit': 5, 'aws.dynamodb.scan_forward': false },
    ],
    [
      'DynamoDB',
      'Scan',
      { TableName: 't', Segment: 0, TotalSegments: 4 },
      { 'aws.dynamodb.segment': 0, 'aws.dynamodb.total_segments': 4 },
    ],
    ['S3', 'GetObject', { Bucket: 'b' }, { 'aws.s3.bucket': 'b' }],
    ['Kinesis', 'PutRecord', { StreamName: 's' }, { 'aws.kinesis.stream.name': 's' }],
    ['SFN', 'GetActivityTask', { activityArn: 'a' }, { 'aws.step_functions.activity.arn': 'a' }],
    [
      'SecretsManager',
      'GetSecretValue',
      { SecretId: 'arn:aws:secretsmanager:eu-west-1:1:secret:s' },
      { 'aws.secretsmanager.secret.arn': 'arn:aws:secretsmanager:eu-west-1:1:secret:s' },
    ],
    ['Lambda', 'Invoke', { FunctionName: 'f' }, { 'faas.invoked_name': 'f', 'faas.invoked_provider': 'aws' }],
    [
      'SQS',
      'DeleteMessage',
      { QueueUrl: 'https://q/1/orders' },
      { 'messaging.destination.name': 'orders', 'url.full': 'https://q/1/orders' },
    ],
  ])('%s %s %j has %j', (service, operation, params, expected) => {
    expect(describeParams(service, operation, params).attributes).toMatchObject(expected);
  });

  test('name messaging spans by destination and kind', () => {
    const arn = 'arn:aws:sns:eu-west-1:1:news';
    expect(describeParams('SNS', 'Publish', { TargetArn: arn })).toMatchObject({
      name: 'news send',
      kind: SpanKind.PRODUCER,
    });
    expect(describeParams('SNS', 'PublishBatch', { TopicArn: arn }).name).toBe('SNS PublishBatch');
    expect(describeParams('SQS', 'SendMessageBatch', { QueueUrl: 'https://q/1/o' }).name).toBe('o send');
  });

  test('of any form are described without a throw', () => {
    const services = fc.constantFrom('DynamoDB', 'SQS', 'SNS', 'Lambda', 'S3', 'Kinesis', 'SFN', 'SecretsManager', 'X');
    const operations = fc.constantFrom(
      'GetItem',
      'Query',
      'Scan',
      'ReceiveMessage',
      'SendMessage',
      'Publish',
      'Invoke',
    );
    const member = fc.constantFrom(
      'TableName',
      'RequestItems',
      'QueueUrl',
      'TopicArn',
      'PhoneNumber',
      'FunctionName',
      'SecretId',
      'Limit',
    );
    fc.assert(
      fc.property(services, operations, fc.dictionary(member, fc.anything()), (service, operation, params) => {
        describeParams(service, operation, params);
      }),
    );
  });
});
