import type * as AwsSdk from 'aws-sdk';
import { SpanKind } from '@opentelemetry/api';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkV2Instrumentation } from '../../../src/instrumentation/aws-sdk-v2/index.ts';
import { type AwsStandIn, deepFreeze, json, sentHeader, startAwsStandIn } from '../aws-sdk/aws-stand-in.ts';
import { headerOf, startTracing } from '../aws-sdk/tracing.ts';

const tracing = startTracing([createAwsSdkV2Instrumentation()]);
const require = createRequire(import.meta.url);
const AWS = require('aws-sdk') as typeof AwsSdk;

let aws: AwsStandIn;

beforeAll(async () => {
  aws = await startAwsStandIn();
});
afterAll(() => aws.stop());
beforeEach(() => {
  tracing.reset();
  aws.replyWith(json({}));
});

const settings = () => ({
  endpoint: aws.url,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'SECRET' },
});
const sqs = () => new AWS.SQS(settings());
const sentBody = () => JSON.parse(aws.requests[0]?.body ?? '') as Record<string, unknown>;
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('messages of AWS SDK v2', () => {
  test('to SQS have the header as a system attribute', async () => {
    aws.replyWith(json({ MessageId: 'id-1', MD5OfMessageBody: md5('m') }));
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'a' } };
    const message = deepFreeze({ QueueUrl: `${aws.url}/1/orders`, MessageBody: 'm', MessageAttributes });
    await sqs().sendMessage(message).promise();
    const span = tracing.span('orders send');
    expect(sentBody()).toMatchObject({
      MessageAttributes,
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: headerOf(span) } },
    });
    expect(span.kind).toBe(SpanKind.PRODUCER);
    expect(span.attributes).toMatchObject({
      'messaging.system': 'aws_sqs',
      'messaging.destination.name': 'orders',
      'messaging.message.id': 'id-1',
      'url.full': `${aws.url}/1/orders`,
    });
  });

  test('to SQS in a batch have it each, but for one that the caller gave its own', async () => {
    const own = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' } };
    const batch = {
      QueueUrl: `${aws.url}/1/orders`,
      Entries: [
        { Id: '1', MessageBody: 'a' },
        { Id: '2', MessageBody: 'b', MessageSystemAttributes: own },
      ],
    };
    await sqs().sendMessageBatch(deepFreeze(batch)).promise();
    const AWSTraceHeader = { DataType: 'String', StringValue: headerOf(tracing.span('orders send')) };
    expect(sentBody()['Entries']).toEqual([
      { Id: '1', MessageBody: 'a', MessageSystemAttributes: { AWSTraceHeader } },
      { Id: '2', MessageBody: 'b', MessageSystemAttributes: own },
    ]);
  });

  test('received from SQS are linked', async () => {
    const AWSTraceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const message = { MessageId: 'id-1', Body: 'm', MD5OfBody: md5('m'), Attributes: { AWSTraceHeader } };
    aws.replyWith(json({ Messages: [message, { MessageId: 'id-2', Body: 'm', MD5OfBody: md5('m') }] }));
    const AttributeNames = ['SentTimestamp'];
    await sqs()
      .receiveMessage(deepFreeze({ QueueUrl: `${aws.url}/1/orders`, AttributeNames }))
      .promise();
    expect(sentBody()['AttributeNames']).toEqual(['SentTimestamp', 'AWSTraceHeader']);
    const span = tracing.span('orders receive');
    expect(span.kind).toBe(SpanKind.CONSUMER);
    expect(span.attributes['messaging.batch.message_count']).toBe(2);
    expect(span.links).toMatchObject([
      {
        context: { traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', traceFlags: 1 },
        attributes: { 'messaging.message.id': 'id-1' },
      },
    ]);
  });

  test('to SNS travel with the request header and stay as the caller wrote them', async () => {
    aws.replyWith({ status: 200, body: '<PublishResponse><PublishResult/></PublishResponse>' });
    const client = new AWS.SNS(settings());
    await client.publish(deepFreeze({ TopicArn: 'arn:aws:sns:eu-west-1:1:topic', Message: 'm' })).promise();
    await client.publish(deepFreeze({ PhoneNumber: '+491701234567', Message: 'm' })).promise();
    expect(aws.requests.map(({ body }) => body.includes('MessageAttributes'))).toEqual([false, false]);
    const [topic, phone] = tracing.spans();
    expect([topic?.name, phone?.name]).toEqual(['topic send', 'phone_number send']);
    expect(JSON.stringify(phone?.attributes)).not.toContain('491701234567');
    expect(topic?.attributes['aws.sns.topic.arn']).toBe('arn:aws:sns:eu-west-1:1:topic');
    expect(sentHeader(aws.requests[0], 'x-amzn-trace-id')).toEqual(topic && [headerOf(topic)]);
  });

  test('to EventBridge, by either client, have the header on every entry', async () => {
    const entry = { Source: 's', DetailType: 'd', Detail: '{}', EventBusName: 'shop' };
    for (const client of [new AWS.EventBridge(settings()), new AWS.CloudWatchEvents(settings())]) {
      tracing.reset();
      aws.replyWith(json({}));
      await client.putEvents(deepFreeze({ Entries: [entry] })).promise();
      const [span] = tracing.spans();
      expect(sentBody()).toEqual({ Entries: [{ ...entry, TraceHeader: span && headerOf(span) }] });
      expect(span?.attributes['aws.eventbridge.event_bus.name']).toBe('shop');
    }
  });

  test('to Step Functions have the header as traceHeader', async () => {
    const stateMachineArn = 'arn:aws:states:eu-west-1:1:stateMachine:m';
    await new AWS.StepFunctions(settings()).startExecution(deepFreeze({ stateMachineArn })).promise();
    const span = tracing.span('SFN.StartExecution');
    expect(sentBody()).toEqual({ stateMachineArn, traceHeader: headerOf(span) });
    expect(span.attributes['aws.step_functions.state_machine.arn']).toBe(stateMachineArn);
  });

  test('take nothing along that the model of the SDK does not know', async () => {
    const client = sqs();
    const { input } = (client as unknown as { api: { operations: { sendMessage: { input: object } } } }).api.operations
      .sendMessage;
    const { MessageSystemAttributes: _unknown, ...members } = (input as { members: Record<string, unknown> }).members;
    Object.defineProperty(input, 'members', { value: members });
    await client
      .sendMessage({ QueueUrl: `${aws.url}/1/orders`, MessageBody: 'm' })
      .promise()
      .catch(() => undefined);
    expect(sentBody()).not.toHaveProperty('MessageSystemAttributes');
  });
});
