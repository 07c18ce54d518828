import { describe, expect, test } from 'vitest';
import { viewForUpstream, withoutView } from '../../../src/instrumentation/aws-sdk/upstream-view.ts';
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

describe('the input that the SDK goes on with', () => {
  const original = { QueueUrl: 'q', Entries: [1], MessageAttributeNames: ['a'] };

  test('is the caller’s own, whatever upstream wrote', () => {
    const view = { QueueUrl: 'q', Entries: undefined, MessageAttributeNames: ['a', 'traceparent'] };
    expect(withoutView(view, view, original)).toBe(original);
    expect(withoutView({ ...view }, view, original)).toEqual(original);
  });

  test('has what another middleware changed on the way', () => {
    const view = { QueueUrl: 'q', Entries: undefined };
    expect(withoutView({ ...view, QueueUrl: 'other', DelaySeconds: 1 }, view, original)).toEqual({
      ...original,
      QueueUrl: 'other',
      DelaySeconds: 1,
    });
    expect(withoutView('replaced', view, original)).toBe('replaced');
  });
});
