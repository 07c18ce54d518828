import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import type * as S3 from '@aws-sdk/client-s3';
import { SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { isTracingSuppressed, suppressTracing } from '@opentelemetry/core';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkInstrumentation } from '../../../src/instrumentation/aws-sdk/index.ts';
import { type AwsStandIn, json, missingTable, startAwsStandIn, throttled } from './aws-stand-in.ts';
import { startTracing } from './tracing.ts';

const instrumentation = createAwsSdkInstrumentation();
const tracing = startTracing([instrumentation]);
// Loaded after the instrumentation is on, by Node's own require, as in an application.
const require = createRequire(import.meta.url);
const dynamodb = require('@aws-sdk/client-dynamodb') as typeof DynamoDb;
const { S3Client, GetObjectCommand, HeadObjectCommand } = require('@aws-sdk/client-s3') as typeof S3;
const { DynamoDBClient, GetItemCommand, TransactGetItemsCommand } = dynamodb;

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRET' };
const getItem = { TableName: 'roles', Key: { id: { S: '1' } } };
let aws: AwsStandIn;
let settings: { endpoint: string; region: string; credentials: typeof credentials };

beforeAll(async () => {
  aws = await startAwsStandIn();
  settings = { endpoint: aws.url, region: 'eu-west-1', credentials };
});
afterAll(() => aws.stop());
beforeEach(() => {
  tracing.reset();
  aws.replyWith(json({}));
});

describe('a call of AWS SDK v3', () => {
  test('is one client span under the active one, and no HTTP span', async () => {
    aws.replyWith(json({ Item: {} }, 'ID-1'));
    await tracing.inRequest(() => new DynamoDBClient(settings).send(new GetItemCommand(getItem)));
    expect(tracing.spans().map((span) => span.name)).toEqual(['DynamoDB.GetItem', 'request']);
    const span = tracing.span('DynamoDB.GetItem');
    expect(span.kind).toBe(SpanKind.CLIENT);
    expect(span.parentSpanContext?.spanId).toBe(tracing.span('request').spanContext().spanId);
    expect(span.attributes).toMatchObject({
      'rpc.system': 'aws-api',
      'rpc.service': 'DynamoDB',
      'rpc.method': 'GetItem',
      'cloud.region': 'eu-west-1',
      'aws.request.id': 'ID-1',
      'http.response.status_code': 200,
      'aws.dynamodb.table_names': ['roles'],
    });
    expect(span.attributes).not.toHaveProperty('http.request.resend_count');
  });

  test('tells the size of the answer where AWS states it, of a failure too, and never of a HEAD', async () => {
    const s3 = new S3Client({ ...settings, forcePathStyle: true, maxAttempts: 1 });
    const inBucket = { Bucket: 'receipts', Key: '1.pdf' };
    const headers = { 'content-length': '7' };
    aws.replyWith({ status: 200, headers, body: 'receipt' }, { status: 404, headers, body: 'missing' });
    await s3.send(new GetObjectCommand(inBucket));
    await s3.send(new GetObjectCommand(inBucket)).catch(() => {});
    aws.replyWith({ status: 200, headers });
    await s3.send(new HeadObjectCommand(inBucket));
    aws.replyWith(json({ Item: {} }));
    await new DynamoDBClient(settings).send(new GetItemCommand(getItem));
    expect(tracing.spans().map(({ name, attributes }) => [name, attributes['http.response.body.size']])).toEqual([
      ['S3.GetObject', 7],
      ['S3.GetObject', 7],
      ['S3.HeadObject', undefined],
      ['DynamoDB.GetItem', undefined],
    ]);
  });

  test('that is throttled and then succeeds is one span with one retry', async () => {
    aws.replyWith(throttled, json({ Item: {} }, 'ID-2'));
    await new DynamoDBClient(settings).send(new GetItemCommand(getItem));
    expect(tracing.spans()).toHaveLength(1);
    const span = tracing.span('DynamoDB.GetItem');
    expect(span.attributes).toMatchObject({ 'http.request.resend_count': 1, 'aws.request.id': 'ID-2' });
    expect(span.attributes).not.toHaveProperty('aws.error.throttling');
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('that stays throttled says so, with the request id and the error as the application sees it', async () => {
    aws.replyWith(throttled);
    const client = new DynamoDBClient({ ...settings, maxAttempts: 2 });
    await expect(client.send(new GetItemCommand(getItem))).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
    const span = tracing.span('DynamoDB.GetItem');
    expect(span.status).toMatchObject({ code: SpanStatusCode.ERROR, message: 'Slow down' });
    expect(span.attributes).toMatchObject({
      'aws.error.throttling': true,
      'aws.request.id': 'THROTTLED',
      'error.type': 'ProvisionedThroughputExceededException',
      'http.response.status_code': 400,
      'http.request.resend_count': 1,
    });
    expect(span.events[0]?.attributes?.['exception.type']).toBe('ProvisionedThroughputExceededException');
  });

  test('that fails otherwise is no throttle', async () => {
    aws.replyWith(missingTable);
    await expect(new DynamoDBClient(settings).send(new GetItemCommand(getItem))).rejects.toThrow('not found');
    const { attributes } = tracing.span('DynamoDB.GetItem');
    expect(attributes).toMatchObject({ 'error.type': 'ResourceNotFoundException', 'aws.request.id': 'MISSING' });
    expect(attributes).not.toHaveProperty('aws.error.throttling');
    expect(attributes).not.toHaveProperty('http.request.resend_count');
  });

  test('that is aborted ends its span with the error', async () => {
    aws.replyWith('hang');
    const controller = new AbortController();
    const sent = new DynamoDBClient(settings).send(new GetItemCommand(getItem), { abortSignal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    expect(tracing.span('DynamoDB.GetItem').attributes['error.type']).toBe('AbortError');
  });

  test('names every table of a transaction', async () => {
    aws.replyWith(json({ Responses: [] }));
    const get = (TableName: string) => ({ Get: { TableName, Key: { id: { S: '1' } } } });
    await new DynamoDBClient(settings).send(
      new TransactGetItemsCommand({ TransactItems: [get('roles'), get('users'), get('roles')] }),
    );
    expect(tracing.span('DynamoDB.TransactGetItems').attributes['aws.dynamodb.table_names']).toEqual([
      'roles',
      'users',
    ]);
  });

  test('with a cached middleware stack keeps its spans', async () => {
    const client = new DynamoDBClient({ ...settings, cacheMiddleware: true });
    await client.send(new GetItemCommand(getItem));
    await client.send(new GetItemCommand(getItem));
    expect(tracing.spans()).toHaveLength(2);
    expect(aws.requests.map(({ headers }) => headers['x-amzn-trace-id'])).toEqual(
      tracing.spans().map((span) => expect.stringContaining(span.spanContext().spanId) as string),
    );
  });

  test('of a class that a bundler has renamed is named by what the SDK tells, each time', async () => {
    const client = new DynamoDBClient(settings);
    class a extends GetItemCommand {}
    await client.send(new a(getItem));
    await client.send(new a(getItem));
    expect(tracing.spans().map(({ name }) => name)).toEqual(['DynamoDB.GetItem', 'DynamoDB.GetItem']);
  });

  test('names the region that the client has now', async () => {
    let region = 'eu-west-1';
    const client = new DynamoDBClient({ ...settings, region: () => Promise.resolve(region) });
    await client.send(new GetItemCommand(getItem));
    region = 'us-east-1';
    await client.send(new GetItemCommand(getItem));
    const regions = tracing.spans().map(({ attributes }) => attributes['cloud.region']);
    expect(regions).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('of one command sent twice at a time is two spans', async () => {
    const client = new DynamoDBClient(settings);
    const command = new GetItemCommand(getItem);
    await Promise.all([client.send(command), client.send(command)]);
    expect(tracing.spans()).toHaveLength(2);
    expect(new Set(aws.requests.map(({ headers }) => headers['x-amzn-trace-id'])).size).toBe(2);
  });

  test('under a parent that is not sampled is no span, and its header names that parent', async () => {
    const parent = { traceId: '67891233abcdef012345678912345678', spanId: '1234567890abcdef', traceFlags: 0 };
    aws.replyWith({ status: 200, headers: { 'content-length': '4' }, body: 'body' });
    await context.with(trace.setSpanContext(context.active(), parent), async () => {
      const s3 = new S3Client({ ...settings, forcePathStyle: true });
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
      const stream = Body as unknown as NodeJS.ReadableStream;
      const isSuppressed = await new Promise((resolve) => {
        stream.on('end', () => resolve(isTracingSuppressed(context.active())));
        stream.resume();
      });
      expect(isSuppressed).toBe(false);
    });
    expect(tracing.spans()).toEqual([]);
    expect(aws.requests[0]?.headers['x-amzn-trace-id']).toBe(
      'Root=1-67891233-abcdef012345678912345678;Parent=1234567890abcdef;Sampled=0',
    );
  });

  test('inside suppressed tracing leaves no span and no header', async () => {
    await context.with(suppressTracing(context.active()), () =>
      new DynamoDBClient(settings).send(new GetItemCommand(getItem)),
    );
    expect(tracing.spans()).toEqual([]);
    expect(aws.requests[0]?.headers).not.toHaveProperty('x-amzn-trace-id');
  });
});

describe('what the application does after a call', () => {
  test('in a callback, runs in its own context', async () => {
    const client = new DynamoDBClient(settings);
    await tracing.inRequest(async (request) => {
      const active = await new Promise((resolve) => {
        client.send(new GetItemCommand(getItem), () => {
          resolve([trace.getActiveSpan(), isTracingSuppressed(context.active())]);
        });
      });
      expect(active).toEqual([request, false]);
    });
  });

  test('while it reads a body, runs in its own context', async () => {
    aws.replyWith({ status: 200, headers: { 'content-length': '4' }, body: 'body' });
    const client = new S3Client({ ...settings, forcePathStyle: true });
    await tracing.inRequest(async (request) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
      const stream = Body as unknown as NodeJS.ReadableStream;
      const active = await new Promise((resolve) => {
        stream.on('end', () => resolve([trace.getActiveSpan(), isTracingSuppressed(context.active())]));
        stream.resume();
      });
      expect(active).toEqual([request, false]);
    });
    expect(tracing.span('S3.GetObject').attributes['aws.s3.bucket']).toBe('b');
  });
});

describe('the instrumentation', () => {
  test('leaves the stack of the client as the application made it', async () => {
    const client = new DynamoDBClient(settings);
    const before = client.middlewareStack.identify();
    await client.send(new GetItemCommand(getItem));
    expect(client.middlewareStack.identify()).toEqual(before);
  });

  test('makes no span of a command that is only resolved, as presigning does', async () => {
    const client = new DynamoDBClient(settings);
    await client.send(new GetItemCommand(getItem));
    tracing.reset();
    const stack = client.middlewareStack.clone();
    // As the presigner does: the request is made and signed, and goes no further.
    stack.add(() => () => Promise.resolve({ response: {}, output: { $metadata: {} } }), {
      step: 'deserialize',
      priority: 'high',
    });
    const handler = new GetItemCommand(getItem).resolveMiddleware(stack, client.config, {});
    await handler({ input: getItem });
    expect(tracing.spans()).toEqual([]);
  });

  test('refuses nothing that the SDK would take, and leaves its refusals to the SDK', () => {
    const client = new DynamoDBClient(settings) as unknown as { send(command: unknown): unknown };
    for (const garbage of [undefined, null, 1, {}, { input: 1 }]) expect(() => client.send(garbage)).toThrow(TypeError);
    expect(tracing.spans()).toEqual([]);
  });

  test('can be turned off and on again', async () => {
    const client = new DynamoDBClient(settings);
    instrumentation.disable();
    await client.send(new GetItemCommand(getItem));
    expect(tracing.spans().filter(({ name }) => name.startsWith('DynamoDB'))).toEqual([]);
    instrumentation.enable();
    await new DynamoDBClient(settings).send(new GetItemCommand(getItem));
    expect(tracing.spans().filter(({ name }) => name.startsWith('DynamoDB'))).toHaveLength(1);
  });
});
