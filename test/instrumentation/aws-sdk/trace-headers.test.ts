import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import type * as Lambda from '@aws-sdk/client-lambda';
import type * as S3 from '@aws-sdk/client-s3';
import { TraceFlags, context, trace } from '@opentelemetry/api';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkInstrumentation } from '../../../src/instrumentation/aws-sdk/index.ts';
import { type AwsStandIn, json, sentHeader, signedHeaders, startAwsStandIn, throttled } from './aws-stand-in.ts';
import { headerOf, startTracing } from './tracing.ts';
import { isSignatureValid } from './verify-signature.ts';

const tracing = startTracing([createAwsSdkInstrumentation()]);
const require = createRequire(import.meta.url);
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb') as typeof DynamoDb;
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda') as typeof Lambda;
const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3') as typeof S3;

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRET' };
const getItem = new GetItemCommand({ TableName: 'roles', Key: { id: { S: '1' } } });
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
afterEach(() => {
  delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
  delete process.env['_X_AMZN_TRACE_ID'];
});

describe('the trace header of an AWS SDK v3 call', () => {
  test('names the AWS span, once, outside of a valid signature', async () => {
    await tracing.inRequest(() => new DynamoDBClient(settings).send(getItem));
    const [request] = aws.requests;
    const span = tracing.span('DynamoDB.GetItem');
    expect(sentHeader(request, 'x-amzn-trace-id')).toEqual([headerOf(span)]);
    expect(sentHeader(request, 'traceparent')).toEqual([
      `00-${span.spanContext().traceId}-${span.spanContext().spanId}-01`,
    ]);
    expect(signedHeaders(request)).not.toContain('x-amzn-trace-id');
    expect(signedHeaders(request)).not.toContain('traceparent');
    expect(request !== undefined && isSignatureValid(request, 'SECRET')).toBe(true);
  });

  test('is on every attempt, each with a valid signature', async () => {
    aws.replyWith(throttled, throttled, json({}));
    await new DynamoDBClient(settings).send(getItem);
    const header = headerOf(tracing.span('DynamoDB.GetItem'));
    expect(aws.requests.map((request) => sentHeader(request, 'x-amzn-trace-id'))).toEqual([
      [header],
      [header],
      [header],
    ]);
    expect(aws.requests.map((request) => isSignatureValid(request, 'SECRET'))).toEqual([true, true, true]);
  });

  test('leaves the signature of an S3 upload valid', async () => {
    const client = new S3Client({ ...settings, forcePathStyle: true });
    await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'a/b', Body: 'text' }));
    const [request] = aws.requests;
    expect(request !== undefined && isSignatureValid(request, 'SECRET')).toBe(true);
    expect(sentHeader(request, 'x-amzn-trace-id')).toEqual([headerOf(tracing.span('S3.PutObject'))]);
  });

  test('says Sampled=0 where the caller is not sampled', async () => {
    const unsampled = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.NONE };
    await context.with(trace.setSpanContext(context.active(), unsampled), () =>
      new DynamoDBClient(settings).send(getItem),
    );
    expect(tracing.spans()).toEqual([]);
    expect(sentHeader(aws.requests[0], 'x-amzn-trace-id')).toEqual([
      expect.stringMatching(/^Root=1-11111111-1{24};Parent=[\da-f]{16};Sampled=0$/),
    ]);
  });

  test("keeps the Lineage that the SDK's recursion detection takes from Lambda's environment", async () => {
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'loop';
    process.env['_X_AMZN_TRACE_ID'] =
      'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a87bd80c:1|68fd508a:5';
    await new DynamoDBClient(settings).send(getItem);
    expect(sentHeader(aws.requests[0], 'x-amzn-trace-id')).toEqual([
      `${headerOf(tracing.span('DynamoDB.GetItem'))};Lineage=a87bd80c:1|68fd508a:5`,
    ]);
  });

  test('replaces one that the application wrote, whatever its case', async () => {
    const client = new DynamoDBClient(settings);
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { headers: Record<string, string> };
        request.headers['X-AMZN-Trace-Id'] = 'Root=1-00000000-111111111111111111111111';
        return next(args);
      },
      { step: 'build', name: 'forward' },
    );
    await client.send(getItem);
    expect(sentHeader(aws.requests[0], 'x-amzn-trace-id')).toEqual([headerOf(tracing.span('DynamoDB.GetItem'))]);
  });

  test('leaves a traceparent alone that the application had signed', async () => {
    const client = new DynamoDBClient(settings);
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['traceparent'] = 'signed';
        return next(args);
      },
      { step: 'build', name: 'forward' },
    );
    await client.send(getItem);
    const [request] = aws.requests;
    expect(sentHeader(request, 'traceparent')).toEqual(['signed']);
    expect(request !== undefined && isSignatureValid(request, 'SECRET')).toBe(true);
  });

  test('carries a Lambda invocation, whose client context stays as the caller wrote it', async () => {
    aws.replyWith({ status: 200, body: '"ok"' });
    const client = new LambdaClient(settings);
    const clientContext = Buffer.from('{"custom":{"a":"b"}}').toString('base64');
    await client.send(new InvokeCommand({ FunctionName: 'resize', ClientContext: clientContext }));
    await client.send(new InvokeCommand({ FunctionName: 'resize' }));
    expect(aws.requests.map((request) => sentHeader(request, 'x-amz-client-context'))).toEqual([[clientContext], []]);
    expect(tracing.spans().map(({ name, attributes }) => [name, attributes['faas.invoked_name']])).toEqual([
      ['resize Invoke', 'resize'],
      ['resize Invoke', 'resize'],
    ]);
    expect(aws.requests.map((request) => sentHeader(request, 'x-amzn-trace-id'))).toEqual(
      tracing.spans().map((span) => [headerOf(span)]),
    );
  });
});
