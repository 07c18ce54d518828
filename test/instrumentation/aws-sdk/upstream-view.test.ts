import { describe, expect, test } from 'vitest';
import { viewForUpstream } from '../../../src/instrumentation/aws-sdk/upstream-view.ts';
import { deepFreeze } from './aws-stand-in.ts';

describe('the input that upstream sees', () => {
  test('is a copy without the members that it writes to', () => {
    const input = deepFreeze({ TopicArn: 'arn', PhoneNumber: '+49170', MessageAttributes: { a: 1 } });
    expect(viewForUpstream('SNS', 'Publish', input)).toEqual({ TopicArn: 'arn', PhoneNumber: 'phone_number' });
  });

  test('is the caller’s own where upstream only reads', () => {
    expect(viewForUpstream('DynamoDB', 'GetItem', {})).toBeUndefined();
    expect(viewForUpstream('SQS', 'SendMessage', undefined)).toBeUndefined();
  });
});
