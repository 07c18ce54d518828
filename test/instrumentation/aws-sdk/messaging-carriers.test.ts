import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carriesTrace, carryTrace } from '../../../src/instrumentation/aws-sdk/messaging-carriers.ts';
import { deepFreeze } from './aws-stand-in.ts';

const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const operations = [
  ['SQS', 'SendMessage'],
  ['SQS', 'SendMessageBatch'],
  ['SQS', 'ReceiveMessage'],
  ['EventBridge', 'PutEvents'],
  ['CloudWatchEvents', 'PutEvents'],
  ['SFN', 'StartExecution'],
  ['SFN', 'StartSyncExecution'],
] as const;

describe('parameters with the trace in them', () => {
  test.each(operations)('never change the caller’s objects nor throw: %s %s', (service, operation) => {
    const member = fc.constantFrom(
      'Entries',
      'MessageSystemAttributes',
      'AttributeNames',
      'traceHeader',
      'TraceHeader',
    );
    const params = fc.dictionary(fc.oneof(member, fc.string()), fc.anything());
    const entries = params.map((entry) => ({ Entries: [entry, entry] }));
    fc.assert(
      fc.property(
        fc.oneof(params, entries, fc.anything()),
        fc.option(fc.string(), { nil: undefined }),
        (value, text) => {
          const before = JSON.stringify(value, replacer);
          carryTrace(service, operation, deepFreeze(value), text ?? header);
          expect(JSON.stringify(value, replacer)).toBe(before);
        },
      ),
    );
  });

  test('are the caller’s own where there is nothing to carry', () => {
    for (const [service, operation] of operations) {
      if (operation === 'ReceiveMessage') continue;
      const params = { Entries: undefined };
      expect(carryTrace(service, operation, params, undefined)).toBe(params);
    }
    const params = {};
    expect(carryTrace('S3', 'PutObject', params, header)).toBe(params);
    expect([carriesTrace('SNS', 'Publish'), carriesTrace('Lambda', 'Invoke')]).toEqual([false, false]);
  });

  test('keep what the caller set', () => {
    const own = { DataType: 'String', StringValue: 'own' };
    const message = { MessageBody: 'm', MessageSystemAttributes: { AWSTraceHeader: own } };
    expect(carryTrace('SQS', 'SendMessage', message, header)).toBe(message);
    const execution = { stateMachineArn: 'a', traceHeader: 'own' };
    expect(carryTrace('SFN', 'StartExecution', execution, header)).toBe(execution);
  });

  test('leave objects with accessors to the SDK', () => {
    class Message {
      readonly #body = 'm';
      get MessageBody(): string {
        return this.#body;
      }
    }
    const message = new Message();
    expect(carryTrace('SQS', 'SendMessage', message, header)).toBe(message);
  });

  test('of another realm are carried as well', () => {
    const message = Object.create(Object.create(null) as object, {
      MessageBody: { value: 'm', enumerable: true },
    }) as object;
    expect(carryTrace('SQS', 'SendMessage', message, header)).toHaveProperty('MessageSystemAttributes');
  });
});

describe('a trace header that is too long', () => {
  const long = (length: number) => `${header};Lineage=a:1;Team=${'x'.repeat(length)}`;

  test('loses its custom fields, not its place', () => {
    expect(carryTrace('SFN', 'StartExecution', {}, long(200))).toEqual({ traceHeader: `${header};Lineage=a:1` });
    expect(carryTrace('SFN', 'StartExecution', {}, long(100))).toEqual({ traceHeader: long(100) });
  });

  test('is left out where it is none', () => {
    const garbage = {};
    expect(carryTrace('SFN', 'StartExecution', garbage, 'x'.repeat(1_000_000))).toBe(garbage);
    expect(carryTrace('EventBridge', 'PutEvents', { Entries: [{ Source: 's' }] }, '\r\nHost: x')).toEqual({
      Entries: [{ Source: 's' }],
    });
  });
});

describe('a receive asks for the trace header', () => {
  const ask = (params: object, accepts?: (member: string) => boolean) =>
    carryTrace('SQS', 'ReceiveMessage', params, undefined, accepts);

  test.each([
    [{}, { MessageSystemAttributeNames: ['AWSTraceHeader'] }],
    [
      { MessageSystemAttributeNames: ['SentTimestamp'] },
      { MessageSystemAttributeNames: ['SentTimestamp', 'AWSTraceHeader'] },
    ],
    [{ MessageSystemAttributeNames: ['All'] }, { MessageSystemAttributeNames: ['All'] }],
    [{ AttributeNames: ['SenderId'] }, { AttributeNames: ['SenderId', 'AWSTraceHeader'] }],
    [{ AttributeNames: ['All'] }, { AttributeNames: ['All'] }],
    [{ AttributeNames: [] }, { AttributeNames: [], MessageSystemAttributeNames: ['AWSTraceHeader'] }],
    [{ MessageSystemAttributeNames: 'garbage' }, { MessageSystemAttributeNames: 'garbage' }],
  ])('%j becomes %j', (params, expected) => {
    expect(ask(deepFreeze(params))).toEqual(expected);
  });

  test('by the older name where the SDK knows no other', () => {
    expect(ask({}, (member) => member === 'AttributeNames')).toEqual({ AttributeNames: ['AWSTraceHeader'] });
  });
});

/** Values that JSON has no form for still have to stay the same. */
function replacer(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function' ? String(value) : value;
}
