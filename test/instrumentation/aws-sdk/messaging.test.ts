import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type * as Sfn from '@aws-sdk/client-sfn';
import type * as Sns from '@aws-sdk/client-sns';
import type * as Sqs from '@aws-sdk/client-sqs';
import { SpanKind, context, trace } from '@opentelemetry/api';
import { startFauxqs } from 'fauxqs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkInstrumentation } from '../../../src/instrumentation/aws-sdk/index.ts';
import { type AwsStandIn, deepFreeze, json, sentHeader, startAwsStandIn } from './aws-stand-in.ts';
import { headerOf, startTracing } from './tracing.ts';

const tracing = startTracing([createAwsSdkInstrumentation()]);
const require = createRequire(import.meta.url);
const sqs = require('@aws-sdk/client-sqs') as typeof Sqs;
const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns') as typeof Sns;
const events = require('@aws-sdk/client-eventbridge') as typeof EventBridge;
const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn') as typeof Sfn;

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRET' };
let aws: AwsStandIn;
let fauxqs: Awaited<ReturnType<typeof startFauxqs>>;

beforeAll(async () => {
  aws = await startAwsStandIn();
  fauxqs = await startFauxqs({ port: 0, logger: false });
});
afterAll(async () => {
  await Promise.all([aws.stop(), fauxqs.stop()]);
});
beforeEach(() => {
  tracing.reset();
  aws.replyWith(json({}));
});

const settings = () => ({ endpoint: aws.url, region: 'eu-west-1', credentials });
const sentBody = () => JSON.parse(aws.requests[0]?.body ?? '') as Record<string, unknown>;

interface SentMessage {
  readonly MessageBody: string;
  readonly MessageAttributes?: unknown;
  readonly MessageSystemAttributes: { readonly AWSTraceHeader: { readonly StringValue: string } };
}

/** What SQS hands out for messages that were sent, system attributes in their flat form. */
function received(messages: readonly SentMessage[]): unknown {
  return {
    Messages: messages.map((message, index) => ({
      MessageId: `id-${index}`,
      Body: message.MessageBody,
      Attributes: { AWSTraceHeader: message.MessageSystemAttributes.AWSTraceHeader.StringValue },
    })),
  };
}

describe('messages through a queue', () => {
  test('link the receive to the sends', async () => {
    const client = new sqs.SQSClient({ ...settings(), md5: false });
    const QueueUrl = `${aws.url}/1/orders`;
    await tracing.inRequest(() =>
      client.send(new sqs.SendMessageCommand(deepFreeze({ QueueUrl, MessageBody: 'one' }))),
    );
    const Entries = [
      { Id: '1', MessageBody: 'two', MessageAttributes: { kind: { DataType: 'String', StringValue: 'a' } } },
      { Id: '2', MessageBody: 'three' },
    ];
    await client.send(new sqs.SendMessageBatchCommand(deepFreeze({ QueueUrl, Entries })));
    const [single, batch] = aws.requests.map(
      ({ body }) => JSON.parse(body) as SentMessage & { Entries: SentMessage[] },
    );
    expect(batch?.Entries.map(({ MessageAttributes }) => MessageAttributes)).toEqual([
      Entries[0]?.MessageAttributes,
      undefined,
    ]);
    aws.replyWith(json(received(single && batch ? [single, ...batch.Entries] : [])));
    await client.send(
      new sqs.ReceiveMessageCommand(deepFreeze({ QueueUrl, MessageSystemAttributeNames: ['SentTimestamp'] })),
    );
    expect(sentBody()['MessageSystemAttributeNames']).toEqual(['SentTimestamp', 'AWSTraceHeader']);

    const [sent, , batchSent, receive] = tracing.spans();
    expect([sent?.name, batchSent?.name, receive?.name]).toEqual(['orders send', 'orders send', 'orders receive']);
    expect(receive?.kind).toBe(SpanKind.CONSUMER);
    const senders = [sent, batchSent, batchSent].map((span) => span?.spanContext());
    expect(receive?.links.map((link) => [link.context.traceId, link.context.spanId, link.attributes])).toEqual(
      senders.map((sender, index) => [sender?.traceId, sender?.spanId, { 'messaging.message.id': `id-${index}` }]),
    );
  });

  test('are taken by a real queue, frozen as the caller gave them', async () => {
    const client = new sqs.SQSClient({ endpoint: `http://127.0.0.1:${fauxqs.port}`, region: 'us-east-1', credentials });
    const { queueUrl: QueueUrl } = fauxqs.createQueue('orders');
    await client.send(new sqs.SendMessageCommand(deepFreeze({ QueueUrl, MessageBody: 'one', MessageAttributes: {} })));
    await client.send(
      new sqs.SendMessageBatchCommand(deepFreeze({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'two' }] })),
    );
    const receive = deepFreeze({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] });
    const { Messages = [] } = await client.send(new sqs.ReceiveMessageCommand(receive));
    expect(Messages.map(({ Body, MessageAttributes }) => [Body, MessageAttributes])).toEqual([
      ['one', undefined],
      ['two', undefined],
    ]);
  });
});

describe('messages of AWS SDK v3', () => {
  test('to SQS have the header as a system attribute and take nothing of the ten', async () => {
    const attributes = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
    );
    const message = deepFreeze({ QueueUrl: `${aws.url}/1/q`, MessageBody: 'm', MessageAttributes: attributes });
    await new sqs.SQSClient(settings()).send(new sqs.SendMessageCommand(message)).catch(() => undefined);
    expect(sentBody()).toMatchObject({
      MessageAttributes: attributes,
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: 'String', StringValue: headerOf(tracing.span('q send')) },
      },
    });
    expect(sentBody()['MessageAttributes']).toEqual(attributes);
  });

  test('keep a trace header that the caller set', async () => {
    const own = {
      AWSTraceHeader: { DataType: 'String' as const, StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    };
    const message = { QueueUrl: `${aws.url}/1/q`, MessageBody: 'm', MessageSystemAttributes: own };
    await new sqs.SQSClient(settings()).send(new sqs.SendMessageCommand(deepFreeze(message))).catch(() => undefined);
    expect(sentBody()['MessageSystemAttributes']).toEqual(own);
  });

  test('to SNS travel with the request header and stay as the caller wrote them', async () => {
    aws.replyWith({
      status: 200,
      body: '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
    });
    const message = deepFreeze({ TopicArn: 'arn:aws:sns:eu-west-1:1:topic', Message: 'm' });
    await new SNSClient(settings()).send(new PublishCommand(message));
    const [request] = aws.requests;
    expect(request?.body).not.toContain('MessageAttributes');
    expect(sentHeader(request, 'x-amzn-trace-id')).toEqual([headerOf(tracing.span('topic send'))]);
  });

  test('to a telephone leave its number out of the span', async () => {
    aws.replyWith({ status: 200, body: '<PublishResponse><PublishResult/></PublishResponse>' });
    await new SNSClient(settings()).send(
      new PublishCommand(deepFreeze({ PhoneNumber: '+491701234567', Message: 'm' })),
    );
    expect(aws.requests[0]?.body).toContain('491701234567');
    expect(JSON.stringify(tracing.span('phone_number send').attributes)).not.toContain('491701234567');
  });

  test('to EventBridge have the header on every entry', async () => {
    const entry = { Source: 's', DetailType: 'd', Detail: '{}' };
    const input = deepFreeze({
      Entries: [
        { ...entry, EventBusName: 'shop' },
        { ...entry, TraceHeader: 'own' },
      ],
    });
    await new events.EventBridgeClient(settings()).send(new events.PutEventsCommand(input));
    const span = tracing.span('EventBridge.PutEvents');
    expect(sentBody()).toEqual({
      Entries: [
        { ...entry, EventBusName: 'shop', TraceHeader: headerOf(span) },
        { ...entry, TraceHeader: 'own' },
      ],
    });
    expect(span.attributes['aws.eventbridge.event_bus.name']).toBe('shop');
  });

  test('to Step Functions have the header as traceHeader', async () => {
    const stateMachineArn = 'arn:aws:states:eu-west-1:1:stateMachine:m';
    await new SFNClient(settings()).send(new StartExecutionCommand(deepFreeze({ stateMachineArn })));
    const span = tracing.span('SFN.StartExecution');
    expect(sentBody()).toEqual({ stateMachineArn, traceHeader: headerOf(span) });
    expect(span.attributes['aws.step_functions.state_machine.arn']).toBe(stateMachineArn);
  });

  test('of a form that the SDK refuses are refused by the SDK', async () => {
    const client = new sqs.SQSClient(settings());
    const input = { QueueUrl: 7, MessageAttributeNames: 7 } as never;
    await client.send(new sqs.ReceiveMessageCommand(input)).catch(() => undefined);
    expect(tracing.spans().map(({ name }) => name)).toEqual(['undefined receive']);
  });

  test('changed by a middleware of the application go out as it left them', async () => {
    const client = new sqs.SQSClient(settings());
    client.middlewareStack.add((next) => (args) => next({ ...args, input: { ...args.input, DelaySeconds: 3 } }), {
      step: 'initialize',
      priority: 'high',
      name: 'delay',
    });
    const input = { QueueUrl: `${aws.url}/1/q`, Entries: [{ Id: '1', MessageBody: 'm' }] };
    await client.send(new sqs.SendMessageBatchCommand(deepFreeze(input))).catch(() => undefined);
    expect(sentBody()).toMatchObject({ Entries: [{ Id: '1', MessageBody: 'm' }] });
    const single = { QueueUrl: `${aws.url}/1/q`, MessageBody: 'm' };
    aws.replyWith(json({}));
    await client.send(new sqs.SendMessageCommand(deepFreeze(single))).catch(() => undefined);
    expect(sentBody()).toMatchObject({ MessageBody: 'm', DelaySeconds: 3 });
  });
});

describe('after a receive', () => {
  test('the application is in its own context, also by then', async () => {
    await tracing.inRequest(async (request) => {
      const client = new sqs.SQSClient(settings());
      const active = await client
        .send(new sqs.ReceiveMessageCommand({ QueueUrl: `${aws.url}/1/q` }))
        .then(() => trace.getSpan(context.active()));
      expect(active).toBe(request);
    });
  });

  test('an answer without messages is no link', async () => {
    await new sqs.SQSClient(settings()).send(new sqs.ReceiveMessageCommand({ QueueUrl: `${aws.url}/1/q` }));
    expect(tracing.span('q receive').links).toEqual([]);
    expect(sentBody()['MessageSystemAttributeNames']).toEqual(['AWSTraceHeader']);
  });
});
