import type * as AwsSdk from 'aws-sdk';
import { SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { isTracingSuppressed, suppressTracing } from '@opentelemetry/core';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkV2Instrumentation } from '../../../src/instrumentation/aws-sdk-v2/index.ts';
import { type AwsStandIn, json, missingTable, startAwsStandIn, throttled } from '../aws-sdk/aws-stand-in.ts';
import { startTracing } from '../aws-sdk/tracing.ts';

const instrumentation = createAwsSdkV2Instrumentation();
const tracing = startTracing([instrumentation]);
// Loaded after the instrumentation is on, by Node's own require, as in an application.
const require = createRequire(import.meta.url);
const AWS = require('aws-sdk') as typeof AwsSdk;

const getItem = { TableName: 'roles', Key: { id: { S: '1' } } };
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
  retryDelayOptions: { base: 1 },
});
const dynamoDb = () => new AWS.DynamoDB(settings());
const s3 = () => new AWS.S3({ ...settings(), s3ForcePathStyle: true });
const where = () => [trace.getActiveSpan(), isTracingSuppressed(context.active())];

describe('a request of AWS SDK v2', () => {
  test('tells the size of the answer where AWS states it, of a failure too', async () => {
    const inBucket = { Bucket: 'receipts', Key: '1.pdf' };
    const headers = { 'content-length': '7' };
    aws.replyWith({ status: 200, headers, body: 'receipt' }, { status: 404, headers, body: 'missing' });
    await s3().getObject(inBucket).promise();
    await s3()
      .getObject(inBucket)
      .promise()
      .catch(() => {});
    expect(tracing.spans().map(({ attributes }) => attributes['http.response.body.size'])).toEqual([7, 7]);
  });

  test('is one client span under the active one, and no HTTP span', async () => {
    aws.replyWith(json({ Item: {}, ConsumedCapacity: { TableName: 'roles', CapacityUnits: 1 } }, 'ID-1'));
    await tracing.inRequest(() => dynamoDb().getItem(getItem).promise());
    expect(tracing.spans().map((span) => span.name)).toEqual(['DynamoDB.GetItem', 'request']);
    const span = tracing.span('DynamoDB.GetItem');
    expect(span.kind).toBe(SpanKind.CLIENT);
    expect(span.parentSpanContext?.spanId).toBe(tracing.span('request').spanContext().spanId);
    expect(span.attributes).toEqual({
      'rpc.system': 'aws-api',
      'rpc.service': 'DynamoDB',
      'rpc.method': 'GetItem',
      'cloud.region': 'eu-west-1',
      'aws.request.id': 'ID-1',
      'http.response.status_code': 200,
      'db.system.name': 'dynamodb',
      'db.namespace': 'roles',
      'db.operation.name': 'GetItem',
      'aws.dynamodb.table_names': ['roles'],
      'aws.dynamodb.consumed_capacity': ['{"TableName":"roles","CapacityUnits":1}'],
    });
  });

  test('is the same with a callback, with send, and with a listener', async () => {
    const client = dynamoDb();
    await new Promise((resolve) => {
      client.getItem(getItem, resolve);
    });
    await new Promise((resolve) => {
      client.getItem(getItem).send(resolve);
    });
    await new Promise<void>((resolve) => {
      client
        .getItem(getItem)
        .on('complete', () => resolve())
        .send();
    });
    expect(tracing.spans().map((span) => span.name)).toEqual(Array.from({ length: 3 }, () => 'DynamoDB.GetItem'));
    expect(aws.requests).toHaveLength(3);
  });

  test('that is throttled and then succeeds is one span with two retries', async () => {
    aws.replyWith(throttled, throttled, json({ Item: {} }, 'ID-2'));
    await dynamoDb().getItem(getItem).promise();
    const span = tracing.span('DynamoDB.GetItem');
    expect(span.attributes).toMatchObject({ 'http.request.resend_count': 2, 'aws.request.id': 'ID-2' });
    expect(span.attributes).not.toHaveProperty('aws.error.throttling');
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('that stays throttled says so, with the request id', async () => {
    aws.replyWith(throttled);
    const client = new AWS.DynamoDB({ ...settings(), maxRetries: 1 });
    await expect(client.getItem(getItem).promise()).rejects.toMatchObject({
      code: 'ProvisionedThroughputExceededException',
    });
    const span = tracing.span('DynamoDB.GetItem');
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: 'Slow down' });
    expect(span.attributes).toMatchObject({
      'aws.error.throttling': true,
      'aws.request.id': 'THROTTLED',
      'error.type': 'ProvisionedThroughputExceededException',
      'http.response.status_code': 400,
      'http.request.resend_count': 1,
    });
    expect(span.events[0]?.attributes).toMatchObject({
      'exception.type': 'ProvisionedThroughputExceededException',
      'exception.message': 'Slow down',
    });
  });

  test('that fails otherwise is no throttle', async () => {
    aws.replyWith(missingTable);
    await expect(dynamoDb().getItem(getItem).promise()).rejects.toThrow('not found');
    const { attributes } = tracing.span('DynamoDB.GetItem');
    expect(attributes).toMatchObject({ 'error.type': 'ResourceNotFoundException', 'aws.request.id': 'MISSING' });
    expect(attributes).not.toHaveProperty('aws.error.throttling');
  });

  test('that the SDK refuses is a span with its error', async () => {
    await expect(
      dynamoDb()
        .getItem({} as never)
        .promise(),
    ).rejects.toThrow('required key');
    expect(tracing.span('DynamoDB.GetItem').attributes['error.type']).toBe('MultipleValidationErrors');
    expect(aws.requests).toEqual([]);
  });

  test('that nobody answers is a span with its error', async () => {
    const client = new AWS.DynamoDB({ ...settings(), endpoint: 'http://127.0.0.1:1', maxRetries: 0 });
    await expect(client.getItem(getItem).promise()).rejects.toThrow('Inaccessible host');
    const { attributes } = tracing.span('DynamoDB.GetItem');
    expect(attributes['error.type']).toBe('UnknownEndpoint');
    expect(attributes).not.toHaveProperty('http.response.status_code');
  });

  test('inside suppressed tracing leaves no span and no header', async () => {
    await context.with(suppressTracing(context.active()), () => dynamoDb().getItem(getItem).promise());
    expect(tracing.spans()).toEqual([]);
    expect(aws.requests[0]?.headers).not.toHaveProperty('x-amzn-trace-id');
  });

  test('by the document client has the table too', async () => {
    await new AWS.DynamoDB.DocumentClient({ service: dynamoDb() })
      .get({ TableName: 'users', Key: { id: 1 } })
      .promise();
    expect(tracing.span('DynamoDB.GetItem').attributes['aws.dynamodb.table_names']).toEqual(['users']);
  });

  test('for S3 has the bucket and both ids', async () => {
    aws.replyWith({ status: 404, headers: { 'x-amz-request-id': 'S3-1', 'x-amz-id-2': 'S3-2' } });
    await expect(s3().headObject({ Bucket: 'b', Key: 'k' }).promise()).rejects.toMatchObject({ code: 'NotFound' });
    expect(tracing.span('S3.HeadObject').attributes).toMatchObject({
      'aws.s3.bucket': 'b',
      'aws.request.id': 'S3-1',
      'aws.request.extended_id': 'S3-2',
      'http.response.status_code': 404,
    });
  });

  test('that is only presigned is no span', async () => {
    await s3().getSignedUrlPromise('getObject', { Bucket: 'b', Key: 'k' });
    expect(s3().getSignedUrl('getObject', { Bucket: 'b', Key: 'k' })).not.toContain('race');
    expect(tracing.spans()).toEqual([]);
  });
});

describe('pages and waiters', () => {
  test('each page is a span under the span that was active at the start', async () => {
    aws.replyWith(json({ TableNames: ['a'], LastEvaluatedTableName: 'a' }), json({ TableNames: ['b', 'c'] }));
    await tracing.inRequest(
      () =>
        new Promise<void>((resolve) => {
          dynamoDb()
            .listTables({ Limit: 1 })
            .eachPage((_error, data) => {
              if (data === null) resolve();
              return true;
            });
        }),
    );
    const pages = tracing.spans().filter(({ name }) => name === 'DynamoDB.ListTables');
    expect(pages.map(({ attributes }) => attributes['aws.dynamodb.table_count'])).toEqual([1, 2]);
    const parent = tracing.span('request').spanContext().spanId;
    expect(pages.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual([parent, parent]);
  });

  test('a waiter is one span with its polls as retries', async () => {
    aws.replyWith(missingTable, missingTable, json({ Table: { TableStatus: 'ACTIVE' } }));
    await dynamoDb()
      .waitFor('tableExists', { TableName: 'roles', $waiter: { delay: 0.001 } } as never)
      .promise();
    const span = tracing.span('DynamoDB.DescribeTable');
    expect(span.attributes).toMatchObject({ 'http.request.resend_count': 2, 'aws.dynamodb.table_names': ['roles'] });
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
  });
});

describe('streams and aborted requests', () => {
  test('a stream is one span, and its listeners run in the application’s context', async () => {
    aws.replyWith({ status: 200, headers: { 'content-length': '4', 'x-amz-request-id': 'S' }, body: 'body' });
    await tracing.inRequest(async (request) => {
      const stream = s3().getObject({ Bucket: 'b', Key: 'k' }).createReadStream();
      const active = await new Promise((resolve) => {
        stream.on('end', () => resolve(where())).resume();
      });
      expect(active).toEqual([request, false]);
    });
    expect(tracing.span('S3.GetObject').attributes).toMatchObject({
      'http.response.status_code': 200,
      'aws.request.id': 'S',
    });
  });

  test('a stream that the application gives up ends its span', async () => {
    aws.replyWith('headersOnly');
    const stream = s3().getObject({ Bucket: 'b', Key: 'k' }).createReadStream();
    await new Promise((resolve) => {
      stream.once('data', () => stream.on('close', resolve).destroy());
    });
    expect(tracing.span('S3.GetObject').attributes['http.response.status_code']).toBe(200);
  });

  test('a stream that fails ends its span with the error, which still reaches the application', async () => {
    aws.replyWith({ status: 403, headers: { 'x-amz-request-id': 'DENIED' } });
    const stream = s3().getObject({ Bucket: 'b', Key: 'k' }).createReadStream();
    const error = await new Promise((resolve) => {
      stream.on('error', resolve);
    });
    expect(error).toMatchObject({ statusCode: 403 });
    const span = tracing.span('S3.GetObject');
    expect(span.status.code).toBe(SpanStatusCode.ERROR);
    expect(span.attributes['http.response.status_code']).toBe(403);
  });

  test.each([
    ['before an answer', 'hang'],
    ['within an answer', 'headersOnly'],
  ] as const)('a request aborted %s ends its span with the error', async (_, reply) => {
    aws.replyWith(reply);
    const request = s3().getObject({ Bucket: 'b', Key: 'k' });
    request.send(() => undefined);
    await new Promise<void>((resolve) => {
      if (reply === 'headersOnly') request.on('httpData', () => resolve());
      else {
        const poll = setInterval(() => {
          if (aws.requests.length === 0) return;
          clearInterval(poll);
          resolve();
        }, 1);
      }
    });
    request.abort();
    const span = tracing.span('S3.GetObject');
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: 'Request aborted by user' });
    expect(span.attributes['error.type']).toBe('RequestAbortedError');
  });
});

describe('what the application does after a request', () => {
  test('runs in its own context: callbacks, promises, listeners, after retries as well', async () => {
    aws.replyWith(throttled, json({}));
    await tracing.inRequest(async (request) => {
      const own = [request, false];
      expect(
        await new Promise((resolve) => {
          dynamoDb().getItem(getItem, () => resolve(where()));
        }),
      ).toEqual(own);
      expect(await dynamoDb().getItem(getItem).promise().then(where)).toEqual(own);
      const seen: unknown[] = [];
      const listened = dynamoDb().getItem(getItem);
      for (const step of ['validate', 'sign', 'httpHeaders', 'httpDone', 'complete'] as const) {
        listened.on(step as 'complete', () => {
          seen.push(where());
        });
      }
      await listened.promise();
      expect(seen).toEqual(Array.from({ length: 5 }, () => own));
    });
  });

  test('a callback that throws throws as it does without tracing', async () => {
    const thrown = new Promise((resolve) => {
      const listeners = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      process.once('uncaughtException', (error) => {
        for (const listener of listeners) process.on('uncaughtException', listener);
        resolve(error);
      });
    });
    dynamoDb().getItem(getItem, () => {
      throw new Error('from the application');
    });
    expect(await thrown).toMatchObject({ message: 'from the application' });
    expect(tracing.span('DynamoDB.GetItem').status.code).toBe(SpanStatusCode.UNSET);
  });
});

describe('the instrumentation of SDK v2', () => {
  test('can be turned off and on again', async () => {
    instrumentation.disable();
    await dynamoDb().getItem(getItem).promise();
    expect(tracing.spans().filter(({ name }) => name.startsWith('DynamoDB'))).toEqual([]);
    instrumentation.enable();
    await dynamoDb().getItem(getItem).promise();
    expect(tracing.spans().filter(({ name }) => name.startsWith('DynamoDB'))).toHaveLength(1);
  });
});
