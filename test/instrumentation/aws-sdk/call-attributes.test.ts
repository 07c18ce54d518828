import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callAttributes } from '../../../src/instrumentation/aws-sdk/call-attributes.ts';

describe('what a call is about', () => {
  test.each([
    [
      'EventBridge',
      { Entries: [{ EventBusName: 'a' }, { EventBusName: 'a' }, {}] },
      { 'aws.eventbridge.event_bus.name': 'a' },
    ],
    [
      'EventBridge',
      { Entries: [{ EventBusName: 'a' }, { EventBusName: 'b' }] },
      { 'aws.eventbridge.event_bus.name': ['a', 'b'] },
    ],
    ['CloudWatchEvents', { EventBusName: 'a' }, { 'aws.eventbridge.event_bus.name': 'a' }],
    ['SecretsManager', { SecretId: 'db' }, { 'aws.secretsmanager.secret.name': 'db' }],
    ['SecretsManager', { SecretId: 'arn:aws:secretsmanager:eu-west-1:1:secret:db-x' }, {}],
    ['Kinesis', { StreamARN: 'arn:s' }, { 'aws.kinesis.stream.arn': 'arn:s' }],
    [
      'DynamoDB',
      { TransactItems: [{ Put: { TableName: 'a' } }, { Delete: { TableName: 'b' } }, { Put: { TableName: 'a' } }] },
      { 'aws.dynamodb.table_names': ['a', 'b'] },
    ],
    ['S3', { Bucket: 'b' }, {}],
  ])('%s %j is %j', (service, params, expected) => {
    expect(callAttributes(service, params)).toEqual(expected);
  });

  test('is told of any parameters without a throw', () => {
    const services = fc.constantFrom('EventBridge', 'SecretsManager', 'Kinesis', 'DynamoDB', '');
    const member = fc.constantFrom('Entries', 'SecretId', 'StreamARN', 'TransactItems', 'EventBusName');
    fc.assert(
      fc.property(services, fc.oneof(fc.dictionary(member, fc.anything()), fc.anything()), (service, params) => {
        callAttributes(service, params);
      }),
    );
  });
});
