import { expect, test } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { runExample, withDynamodb } from './run-example.ts';

test('a request with one call of the AWS SDK v2 is exactly two spans, with promises and with callbacks', async () => {
  const body = JSON.stringify({ name: 'Grace Hopper' });
  const put = { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
  const { answers, traces } = await withDynamodb('aws-sdk-v2', (endpoint) =>
    runExample('aws-sdk-v2', ['/users/ada', ['/users/grace', put], '/users/nobody'], { DYNAMODB_ENDPOINT: endpoint }),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
  expect(traces.map(drawTrace)).toEqual([
    [
      'otel-xray-example-aws-sdk-v2 server GET /users/:id 200',
      '  otel-xray-example-aws-sdk-v2 client DynamoDB.GetItem 200',
    ],
    [
      'otel-xray-example-aws-sdk-v2 server PUT /users/:id 200',
      '  otel-xray-example-aws-sdk-v2 client DynamoDB.PutItem 200',
    ],
    [
      'otel-xray-example-aws-sdk-v2 server GET /users/:id 404',
      '  otel-xray-example-aws-sdk-v2 client DynamoDB.GetItem 200',
    ],
  ]);
});
