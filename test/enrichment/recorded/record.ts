/**
 * Records the spans that the instrumentations make of real traffic into `spans.json`, the input of the tests of this
 * room. To be run by hand when an instrumentation changes: `node test/enrichment/recorded/record.ts`.
 */
import { writeFileSync } from 'node:fs';
import type * as Http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type * as AwsSdkV2 from 'aws-sdk';
import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type * as Lambda from '@aws-sdk/client-lambda';
import type * as S3 from '@aws-sdk/client-s3';
import type * as Sfn from '@aws-sdk/client-sfn';
import type * as Sns from '@aws-sdk/client-sns';
import type * as Sqs from '@aws-sdk/client-sqs';
import type * as Pg from 'pg';
import { SpanKind } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { createAwsSdkInstrumentation } from '../../../src/instrumentation/aws-sdk/index.ts';
import { createAwsSdkV2Instrumentation } from '../../../src/instrumentation/aws-sdk-v2/index.ts';
import {
  type AwsStandIn,
  json,
  missingTable,
  startAwsStandIn,
  throttled,
} from '../../instrumentation/aws-sdk/aws-stand-in.ts';
import { startTracing } from '../../instrumentation/aws-sdk/tracing.ts';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { toRecord } from './span-file.ts';

/** As much of Express as is used here; it comes without types. */
interface Express {
  (): ExpressApp;
  json(): unknown;
}

interface ExpressApp extends Http.RequestListener {
  use(handler: unknown): void;
  get(
    route: string,
    handle: (request: { params: { id: string } }, response: { send(body: string): void }) => void,
  ): void;
}

const root = path.resolve(import.meta.dirname, '../../..');
const tracing = startTracing([
  // Its client side is in what `startTracing` registers by itself.
  new HttpInstrumentation({ disableOutgoingRequestInstrumentation: true }),
  new UndiciInstrumentation(),
  new ExpressInstrumentation(),
  new PgInstrumentation({ ignoreConnectSpans: true }),
  createAwsSdkInstrumentation(),
  createAwsSdkV2Instrumentation({ version: '0.1.0' }),
]);
const require = createRequire(import.meta.url);
const http = require('node:http') as typeof Http;

/** Ports of this run, each with the one that stands in the file. */
const ports = new Map<number, number>();
const recorded: Record<string, unknown> = {};

async function record(name: string, work: () => Promise<unknown>): Promise<void> {
  tracing.reset();
  await tracing.inRequest(async () => {
    await work().catch((error: unknown) => console.log(`${name}: ${String(error)}`));
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  // The stand-in for AWS is a server in this process, and no part of the picture.
  const isAws = tracing.spans().some((span) => span.instrumentationScope.name.includes('aws-sdk'));
  const spans = tracing.spans().filter((span) => span.name !== 'request' && !(isAws && span.kind === SpanKind.SERVER));
  for (const span of spans) recorded[spans.length === 1 ? name : `${name}: ${describe(span)}`] = toRecord(span);
}

function describe(span: ReadableSpan): string {
  return span.kind === SpanKind.INTERNAL ? span.name : (SpanKind[span.kind] ?? '').toLowerCase();
}

async function listen(server: Http.Server, portInFile: number): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  ports.set(port, portInFile);
  return `http://127.0.0.1:${port}`;
}

async function recordHttp(): Promise<void> {
  const server = http.createServer((request, response) => {
    const status = Number(/\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
    if (request.url === '/hang') return;
    response.writeHead(status, { 'content-type': 'text/plain' }).end('hello world');
  });
  const url = await listen(server, 8080);
  const get = (target: string, options: Http.RequestOptions = {}): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = http.get(target, { headers: { 'user-agent': 'shop/1.0' }, ...options }, (response) => {
        response.resume().on('end', resolve);
      });
      request.on('timeout', () => request.destroy(new Error('socket time-out'))).on('error', reject);
    });
  for (const status of [200, 404, 429, 500])
    await record(`http ${status}`, () => get(`${url}/status/${status}?page=2`));
  await record('http presigned', () =>
    get(`${url}/bucket/key?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260101&X-Amz-Signature=abcdef0123&token=t0k3n`),
  );
  await record('http time-out', () => get(`${url}/hang`, { timeout: 100 }));
  await record('fetch 200', () => fetch(`${url}/status/200?page=2`).then((answer) => answer.text()));
  await record('fetch 404', () => fetch(`${url}/status/404`).then((answer) => answer.text()));
  await record('fetch time-out', () => fetch(`${url}/hang`, { signal: AbortSignal.timeout(100) }));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await record('http refused', () => get(`${url}/`));
  await record('fetch refused', () => fetch(`${url}/`));
}

async function recordExpress(): Promise<void> {
  const express = require('express') as Express;
  const app = express();
  app.use(express.json());
  app.get('/orders/:id', (request, response) => {
    if (request.params.id === '500') throw new Error(`no order ${request.params.id}`);
    response.send('order');
  });
  const server = http.createServer(app);
  const url = await listen(server, 3000);
  await record('express', () => fetch(`${url}/orders/42`).then((answer) => answer.text()));
  await record('express error', () => fetch(`${url}/orders/500`).then((answer) => answer.text()));
  server.closeAllConnections();
}

async function recordAws(aws: AwsStandIn): Promise<void> {
  const settings = {
    endpoint: aws.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'SECRET' },
    maxAttempts: 1,
  };
  const { DynamoDBClient, GetItemCommand, BatchGetItemCommand, QueryCommand } =
    require('@aws-sdk/client-dynamodb') as typeof DynamoDb;
  const dynamoDb = new DynamoDBClient(settings);
  const getItem = new GetItemCommand({ TableName: 'orders', Key: { id: { S: '1' } } });
  aws.replyWith(json({ Item: {} }, 'RID-1'));
  await record('dynamodb success', () => dynamoDb.send(getItem));
  aws.replyWith(throttled, json({ Item: {} }, 'RID-2'));
  await record('dynamodb retried', () => new DynamoDBClient({ ...settings, maxAttempts: 3 }).send(getItem));
  aws.replyWith(throttled);
  await record('dynamodb throttled', () => dynamoDb.send(getItem));
  aws.replyWith(missingTable);
  await record('dynamodb missing', () => dynamoDb.send(getItem));
  aws.replyWith(json({ Responses: {} }, 'RID-3'));
  await record('dynamodb tables', () =>
    dynamoDb.send(
      new BatchGetItemCommand({
        RequestItems: { orders: { Keys: [{ id: { S: '1' } }] }, roles: { Keys: [{ id: { S: '1' } }] } },
      }),
    ),
  );
  aws.replyWith(json({ Items: [], Count: 2, ScannedCount: 7 }, 'RID-4'));
  await record('dynamodb query by arn', () =>
    dynamoDb.send(
      new QueryCommand({
        TableName: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
        IndexName: 'by-user',
        Limit: 5,
        KeyConditionExpression: 'u = :u',
        ExpressionAttributeValues: { ':u': { S: 'x' } },
      }),
    ),
  );
  await recordS3AndMessages(aws, settings);
}

async function recordS3AndMessages(aws: AwsStandIn, settings: object): Promise<void> {
  const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3') as typeof S3;
  aws.replyWith({ status: 200, headers: { 'x-amz-request-id': 'S3RID', 'x-amz-id-2': 'S3ID2==' }, body: '' });
  await record('s3 put', () =>
    new S3Client({ ...settings, forcePathStyle: true }).send(
      new PutObjectCommand({ Bucket: 'receipts', Key: '2026/1.pdf', Body: 'x' }),
    ),
  );
  const { SQSClient, SendMessageCommand, ReceiveMessageCommand } = require('@aws-sdk/client-sqs') as typeof Sqs;
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
  aws.replyWith(json({ MessageId: 'M-1', MD5OfMessageBody: '9dd4e461268c8034f5c8564e155c67a6' }, 'RID-5'));
  await record('sqs send', () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })));
  aws.replyWith(
    json(
      {
        Messages: [
          {
            MessageId: 'M-1',
            Body: 'x',
            MD5OfBody: '9dd4e461268c8034f5c8564e155c67a6',
            Attributes: {
              AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
            },
          },
        ],
      },
      'RID-6',
    ),
  );
  await record('sqs receive', () => sqs.send(new ReceiveMessageCommand({ QueueUrl })));
  const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns') as typeof Sns;
  const published = {
    status: 200,
    headers: { 'x-amzn-requestid': 'RID-7' },
    body: '<PublishResponse><PublishResult><MessageId>M-2</MessageId></PublishResult><ResponseMetadata><RequestId>RID-7</RequestId></ResponseMetadata></PublishResponse>',
  };
  aws.replyWith(published);
  await record('sns publish', () =>
    new SNSClient(settings).send(
      new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:order-events', Message: 'x' }),
    ),
  );
  await record('sns telephone', () =>
    new SNSClient(settings).send(new PublishCommand({ PhoneNumber: '+491701234567', Message: 'x' })),
  );
  const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda') as typeof Lambda;
  aws.replyWith(json({}, 'RID-8'));
  await record('lambda invoke', () =>
    new LambdaClient(settings).send(
      new InvokeCommand({
        FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:price:PROD',
        Payload: Buffer.from('{}'),
      }),
    ),
  );
  const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn') as typeof Sfn;
  await record('step functions', () =>
    new SFNClient(settings).send(
      new StartExecutionCommand({
        stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:checkout',
        input: '{}',
      }),
    ),
  );
  const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge') as typeof EventBridge;
  aws.replyWith(json({ FailedEntryCount: 0, Entries: [] }, 'RID-9'));
  await record('eventbridge', () =>
    new EventBridgeClient(settings).send(
      new PutEventsCommand({ Entries: [{ Source: 's', DetailType: 't', Detail: '{}', EventBusName: 'shop-bus' }] }),
    ),
  );
}

async function recordAwsV2(aws: AwsStandIn): Promise<void> {
  const AWS = require('aws-sdk') as typeof AwsSdkV2;
  const settings = {
    endpoint: aws.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'SECRET' },
    maxRetries: 0,
  };
  aws.replyWith(json({ Item: {} }, 'RID-10'));
  await record('v2 dynamodb', () =>
    new AWS.DynamoDB(settings).getItem({ TableName: 'orders', Key: { id: { S: '1' } } }).promise(),
  );
  aws.replyWith(throttled);
  await record('v2 dynamodb throttled', () =>
    new AWS.DynamoDB(settings).getItem({ TableName: 'orders', Key: { id: { S: '1' } } }).promise(),
  );
  aws.replyWith(json({ ShardId: 's', SequenceNumber: '1' }, 'RID-11'));
  await record('v2 kinesis', () =>
    new AWS.Kinesis(settings).putRecord({ StreamName: 'clicks', PartitionKey: 'a', Data: 'x' }).promise(),
  );
  aws.replyWith(
    json({ ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf', Name: 'prod/db' }, 'RID-12'),
  );
  await record('v2 secrets manager', () =>
    new AWS.SecretsManager(settings).getSecretValue({ SecretId: 'prod/db' }).promise(),
  );
  aws.replyWith({ status: 200, headers: { 'x-amz-request-id': 'S3RID', 'x-amz-id-2': 'S3ID2==' }, body: '' });
  await record('v2 s3', () =>
    new AWS.S3({ ...settings, s3ForcePathStyle: true })
      .putObject({ Bucket: 'receipts', Key: '1', Body: 'x' })
      .promise(),
  );
}

async function recordPg(): Promise<void> {
  const server = new PGLiteSocketServer({ db: await PGlite.create(), port: 0, host: '127.0.0.1' });
  await server.start();
  const { Client } = require('pg') as typeof Pg;
  const port = Number(server.getServerConn().split(':').at(-1));
  ports.set(port, 5432);
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password: 'hunter2', database: 'postgres' });
  await client.connect();
  await record('pg select', () => client.query("SELECT 'secret' AS a, 42 AS b, $1::text AS c", ['x']));
  await record('pg error', () => client.query("SELECT * FROM missing WHERE name = 'Alice'"));
  await client.end();
  await server.stop();
}

await recordHttp();
await recordExpress();
const aws = await startAwsStandIn();
ports.set(Number(new URL(aws.url).port), 4566);
await recordAws(aws);
await recordAwsV2(aws);
await aws.stop();
await recordPg();

let text = JSON.stringify(recorded, undefined, 2).replaceAll(root, '/srv/shop');
for (const [port, portInFile] of ports) text = text.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), String(portInFile));
writeFileSync(path.join(import.meta.dirname, 'spans.json'), `${text}\n`);
console.log(`${Object.keys(recorded).length} spans recorded`);
process.exit(0);
