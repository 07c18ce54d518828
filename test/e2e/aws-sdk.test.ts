import { describe, expect, it } from 'vitest';
import { type AwsStandIn, startAwsStandIn } from '../instrumentation/aws-sdk/aws-stand-in.ts';
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { foreignLines, serveOne } from '../support/run-app.ts';

const item = JSON.stringify({ Item: { id: { S: '7' } } });
const keys = {
  AccessKeyId: 'AKIDEXAMPLE',
  SecretAccessKey: 'secret',
  Token: 'token',
  Expiration: '2099-01-01T00:00:00Z',
};
const sources = [
  {
    source: 'the environment',
    replies: [item],
    env: () => ({ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }),
  },
  {
    source: "the container's endpoint",
    replies: [JSON.stringify(keys), item],
    env: ({ url }: AwsStandIn) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/credentials` }),
  },
];
const apps = ['aws-sdk-v3.cjs', 'aws-sdk-v3.mjs', 'aws-sdk-v2.cjs', 'aws-sdk-v2.mjs'];

describe.each(testNodes())('Node $version', ({ binary }) => {
  it.each(apps.flatMap((app) => sources.map((source) => ({ app, ...source }))))(
    'gives two spans for a request with one call by $app with credentials of $source',
    async ({ app, replies, env }) => {
      await using receiver = await startReceiver();
      await using aws = await standIn(replies);
      const { run, answer } = await serveOne(
        {
          node: binary,
          args: ['--require', './register', `test/e2e/apps/${app}`],
          env: {
            ...receiver.env,
            OTEL_SERVICE_NAME: 'orders',
            AWS_STAND_IN: aws.url,
            AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
            ...env(aws),
          },
        },
        '/orders/7',
      );

      expect({ answer: answer.body, code: run.code, says: foreignLines(run.stderr) }).toEqual({
        answer: '{"id":{"S":"7"}}',
        code: 0,
        says: [],
      });
      expect(drawTrace(receiver.spans())).toEqual(['orders server GET 200', '  orders client DynamoDB.GetItem 200']);

      const call = receiver.spans().find((span) => span.kind === 'client');
      expect(call?.attributes).toMatchObject({
        'rpc.system': 'aws-api',
        'rpc.service': 'DynamoDB',
        'rpc.method': 'GetItem',
      });
      const request = aws.requests.at(-1);
      expect(request?.rawHeaders.filter((name) => name.toLowerCase() === 'x-amzn-trace-id')).toHaveLength(1);
      expect(request?.headers['x-amzn-trace-id']).toContain(`Parent=${call?.spanId};Sampled=1`);
      expect(request?.headers.authorization).toMatch(/SignedHeaders=(?!.*(x-amzn-trace-id|traceparent))/);
    },
  );
});

async function standIn(replies: readonly string[]): Promise<AwsStandIn & AsyncDisposable> {
  const aws = await startAwsStandIn();
  aws.replyWith(...replies.map((body) => ({ status: 200, headers: { 'x-amzn-requestid': 'R1' }, body })));
  return { ...aws, [Symbol.asyncDispose]: () => aws.stop() };
}
