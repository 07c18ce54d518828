import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runApp } from '../../support/run-app.ts';
import { type AwsStandIn, json, startAwsStandIn } from './aws-stand-in.ts';

const apps = path.join(import.meta.dirname, 'apps');
let aws: AwsStandIn;

beforeAll(async () => {
  aws = await startAwsStandIn();
  aws.replyWith(json({}, 'ID-1'));
});
afterAll(() => aws.stop());

test.each(['v3.cjs', 'v3.mjs', 'v3-aggregated.mjs', 'v2.cjs', 'v2-client.cjs', 'v2.mjs', 'v2-client.mjs'])(
  'an application of the form %s is traced',
  async (app) => {
    const { stdout, stderr, code } = await runApp({
      args: ['--no-warnings', '--import', path.join(apps, 'trace.mjs'), path.join(apps, app)],
      env: { AWS_STAND_IN: aws.url },
    });
    expect({ stdout: stdout.trim(), stderr, code }).toEqual({
      stdout: JSON.stringify([['DynamoDB.GetItem', 'ID-1']]),
      stderr: '',
      code: 0,
    });
    expect(aws.requests.at(-1)?.headers).toHaveProperty('x-amzn-trace-id');
  },
);
