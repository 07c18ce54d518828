import type * as AwsSdk from 'aws-sdk';
import { TraceFlags, context, trace } from '@opentelemetry/api';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkV2Instrumentation } from '../../../src/instrumentation/aws-sdk-v2/index.ts';
import {
  type AwsStandIn,
  json,
  sentHeader,
  signedHeaders,
  startAwsStandIn,
  throttled,
} from '../aws-sdk/aws-stand-in.ts';
import { headerOf, startTracing } from '../aws-sdk/tracing.ts';
import { isSignatureValid } from '../aws-sdk/verify-signature.ts';

const tracing = startTracing([createAwsSdkV2Instrumentation()]);
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
afterEach(() => {
  delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
  delete process.env['_X_AMZN_TRACE_ID'];
});

const settings = () => ({
  endpoint: aws.url,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'SECRET' },
  retryDelayOptions: { base: 1 },
});
const dynamoDb = () => new AWS.DynamoDB(settings());

describe('the trace header of an AWS SDK v2 request', () => {
  test('names the AWS span, once, outside of a valid signature', async () => {
    await tracing.inRequest(() => dynamoDb().getItem(getItem).promise());
    const [request] = aws.requests;
    const span = tracing.span('DynamoDB.GetItem');
    expect(sentHeader(request, 'x-amzn-trace-id')).toEqual([headerOf(span)]);
    expect(sentHeader(request, 'traceparent')).toHaveLength(1);
    expect(signedHeaders(request)).not.toContain('traceparent');
    expect(signedHeaders(request)).not.toContain('x-amzn-trace-id');
    expect(request !== undefined && isSignatureValid(request, 'SECRET')).toBe(true);
  });

  test('is on every attempt and signed on none', async () => {
    aws.replyWith(throttled, throttled, json({}));
    await dynamoDb().getItem(getItem).promise();
    const header = headerOf(tracing.span('DynamoDB.GetItem'));
    expect(aws.requests.map((request) => sentHeader(request, 'x-amzn-trace-id'))).toEqual([
      [header],
      [header],
      [header],
    ]);
    expect(aws.requests.map((request) => signedHeaders(request).includes('traceparent'))).toEqual([
      false,
      false,
      false,
    ]);
    expect(aws.requests.map((request) => isSignatureValid(request, 'SECRET'))).toEqual([true, true, true]);
  });

  test('leaves the signature of an S3 upload valid', async () => {
    aws.replyWith({ status: 200 });
    const client = new AWS.S3({ ...settings(), s3ForcePathStyle: true, signatureVersion: 'v4' });
    await client.putObject({ Bucket: 'b', Key: 'a/b', Body: 'text' }).promise();
    const [request] = aws.requests;
    expect(request !== undefined && isSignatureValid(request, 'SECRET')).toBe(true);
    expect(sentHeader(request, 'x-amzn-trace-id')).toEqual([headerOf(tracing.span('S3.PutObject'))]);
  });

  test('says Sampled=0 where the caller is not sampled', async () => {
    const unsampled = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.NONE };
    await context.with(trace.setSpanContext(context.active(), unsampled), () => dynamoDb().getItem(getItem).promise());
    expect(tracing.spans()).toEqual([]);
    expect(sentHeader(aws.requests[0], 'x-amzn-trace-id')).toEqual([
      expect.stringMatching(/^Root=1-11111111-1{24};Parent=[\da-f]{16};Sampled=0$/),
    ]);
  });

  test("keeps the Lineage that the SDK's recursion detection takes from Lambda's environment, on retries too", async () => {
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'loop';
    process.env['_X_AMZN_TRACE_ID'] =
      'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1;Lineage=a87bd80c:1|68fd508a:5';
    aws.replyWith(throttled, json({}));
    await dynamoDb().getItem(getItem).promise();
    const header = `${headerOf(tracing.span('DynamoDB.GetItem'))};Lineage=a87bd80c:1|68fd508a:5`;
    expect(aws.requests.map((request) => sentHeader(request, 'x-amzn-trace-id'))).toEqual([[header], [header]]);
  });

  test('replaces one that the application wrote', async () => {
    const request = dynamoDb().getItem(getItem);
    request.on('build', () => {
      request.httpRequest.headers['x-amzn-trace-id'] = 'Root=1-00000000-111111111111111111111111';
    });
    await request.promise();
    expect(sentHeader(aws.requests[0], 'x-amzn-trace-id')).toEqual([headerOf(tracing.span('DynamoDB.GetItem'))]);
  });

  test('leaves a traceparent alone that the application had signed', async () => {
    const request = dynamoDb().getItem(getItem);
    request.on('build', () => {
      request.httpRequest.headers['traceparent'] = 'signed';
    });
    await request.promise();
    expect(sentHeader(aws.requests[0], 'traceparent')).toEqual(['signed']);
    expect(aws.requests.map((sent) => isSignatureValid(sent, 'SECRET'))).toEqual([true]);
  });

  test('carries a Lambda invocation, whose client context stays as the caller wrote it', async () => {
    aws.replyWith({ status: 200, body: '"ok"' });
    await new AWS.Lambda(settings()).invoke({ FunctionName: 'resize' }).promise();
    expect(sentHeader(aws.requests[0], 'x-amz-client-context')).toEqual([]);
    const span = tracing.span('resize Invoke');
    expect(span.attributes['faas.invoked_name']).toBe('resize');
    expect(sentHeader(aws.requests[0], 'x-amzn-trace-id')).toEqual([headerOf(span)]);
  });
});
