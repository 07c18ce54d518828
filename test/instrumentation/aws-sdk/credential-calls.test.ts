import type * as DynamoDb from '@aws-sdk/client-dynamodb';
import type * as AwsSdk from 'aws-sdk';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAwsSdkInstrumentation } from '../../../src/instrumentation/aws-sdk/index.ts';
import { createAwsSdkV2Instrumentation } from '../../../src/instrumentation/aws-sdk-v2/index.ts';
import { isCredentialCall } from '../../../src/instrumentation/aws-sdk/credential-calls.ts';
import { context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { type AwsStandIn, type Reply, json, startAwsStandIn } from './aws-stand-in.ts';
import { startTracing } from './tracing.ts';

const tracing = startTracing([createAwsSdkInstrumentation(), createAwsSdkV2Instrumentation()]);
const require = createRequire(import.meta.url);
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb') as typeof DynamoDb;
const AWS = require('aws-sdk') as typeof AwsSdk;

const getItem = { TableName: 'roles', Key: { id: { S: '1' } } };
const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
const tokenFile = join(folder, 'token');
const expiry = new Date(Date.now() + 3_600_000).toISOString();
let aws: AwsStandIn;

beforeAll(async () => {
  writeFileSync(tokenFile, 'token');
  aws = await startAwsStandIn();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await aws.stop();
});
beforeEach(() => tracing.reset());
afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
});

function assumed(operation: string): Reply {
  const fields = `<AccessKeyId>A</AccessKeyId><SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken>`;
  const result = `<Credentials>${fields}<Expiration>${expiry}</Expiration></Credentials>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  };
}

const containerCredentials = json({ AccessKeyId: 'A', SecretAccessKey: 'S', Token: 'T', Expiration: expiry });
const settings = () => ({ region: 'eu-west-1', endpoint: aws.url });
const names = () => tracing.spans().map(({ name }) => name);

describe('credential look-ups of AWS SDK v3', () => {
  const v3 = () => {
    Object.assign(process.env, {
      AWS_ROLE_ARN: 'arn:aws:iam::1:role/r',
      AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
      AWS_ENDPOINT_URL_STS: aws.url,
      AWS_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    });
    return new DynamoDBClient(settings());
  };

  test('inside a call are no spans', async () => {
    aws.replyWith(assumed('AssumeRoleWithWebIdentity'), json({}));
    await v3().send(new GetItemCommand(getItem));
    expect(aws.requests).toHaveLength(2);
    expect(names()).toEqual(['DynamoDB.GetItem']);
    expect(aws.requests[0]?.headers).not.toHaveProperty('x-amzn-trace-id');
  });

  test('outside of any span are no traces', async () => {
    aws.replyWith(assumed('AssumeRoleWithWebIdentity'));
    expect(await v3().config.credentials()).toMatchObject({ accessKeyId: 'A' });
    expect(aws.requests).toHaveLength(1);
    expect(names()).toEqual([]);
  });

  test('at a container’s endpoint, inside a call, are no spans', async () => {
    aws.replyWith(containerCredentials, json({}));
    Object.assign(process.env, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.url}/credentials`,
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    });
    await new DynamoDBClient(settings()).send(new GetItemCommand(getItem));
    expect(aws.requests.map(({ path }) => path)).toEqual(['/credentials', '/']);
    expect(names()).toEqual(['DynamoDB.GetItem']);
  });
});

describe('credential look-ups of AWS SDK v2', () => {
  const keys = new AWS.Credentials('AKID', 'SECRET');
  const role = () =>
    new AWS.ChainableTemporaryCredentials({
      params: { RoleArn: 'arn:aws:iam::1:role/r', RoleSessionName: 's' },
      masterCredentials: keys,
      stsConfig: settings(),
    });

  test('inside a request are no spans', async () => {
    aws.replyWith(assumed('AssumeRole'), json({}));
    await new AWS.DynamoDB({ ...settings(), credentials: role() }).getItem(getItem).promise();
    expect(aws.requests).toHaveLength(2);
    expect(names()).toEqual(['DynamoDB.GetItem']);
  });

  test('outside of any span are no traces, inside one they are the application’s own calls', async () => {
    aws.replyWith(assumed('AssumeRole'));
    await role().getPromise();
    expect(names()).toEqual([]);
    await tracing.inRequest(() => role().getPromise());
    expect(names()).toEqual(['STS.AssumeRole', 'request']);
  });

  test('at a metadata endpoint are no spans, and the application goes on in its own context', async () => {
    aws.replyWith({ status: 200, body: 'i-1' });
    const metadata = new AWS.MetadataService({ host: aws.url.slice('http://'.length) });
    const suppressed = await new Promise((resolve) => {
      metadata.request('/latest/meta-data/instance-id', () => resolve(isTracingSuppressed(context.active())));
    });
    expect(suppressed).toBe(false);
    expect(names()).toEqual([]);
  });

  test('that several requests wait for keep each in its own context', async () => {
    aws.replyWith(assumed('AssumeRole'), json({}));
    const client = new AWS.DynamoDB({ ...settings(), credentials: role() });
    const parents = await Promise.all(
      [1, 2].map(() =>
        tracing.inRequest(async (span) => {
          await client.getItem(getItem).promise();
          return span.spanContext().spanId;
        }),
      ),
    );
    const calls = tracing.spans().filter(({ name }) => name === 'DynamoDB.GetItem');
    expect(new Set(calls.map(({ parentSpanContext }) => parentSpanContext?.spanId))).toEqual(new Set(parents));
    expect(calls).toHaveLength(parents.length);
  });
});

describe('calls that credential providers make', () => {
  test('are told from those that only an application makes', () => {
    expect(isCredentialCall('STS', 'AssumeRole')).toBe(true);
    expect(isCredentialCall('SSO', 'GetRoleCredentials')).toBe(true);
    expect(isCredentialCall('STS', 'GetCallerIdentity')).toBe(false);
    expect(isCredentialCall('DynamoDB', 'GetItem')).toBe(false);
  });
});
