import { expect, test } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { runExample, withDynamodb } from './run-example.ts';

test('the tutorial ends with a named segment, a captured block and both calls of DynamoDB', async () => {
  const { answers, traces } = await withDynamodb('tutorial', (endpoint) =>
    runExample('tutorial', ['/v1/auth/roles'], { DYNAMODB_ENDPOINT: endpoint }),
  );
  expect(answers.map(({ status }) => status)).toEqual([200]);
  expect(JSON.parse(answers[0]?.body ?? '')).toHaveLength(3);
  expect(traces.map(drawTrace)).toEqual([
    [
      'otel-xray-example-tutorial server GET /v1/auth/roles 200',
      '  otel-xray-example-tutorial client DynamoDB.Scan 200',
      '  otel-xray-example-tutorial internal BuildRolesDetail',
      '    otel-xray-example-tutorial client DynamoDB.BatchGetItem 200',
    ],
  ]);
  const segment = traces.flat().find(({ kind }) => kind === 'server');
  expect(segment?.attributes['aws.local.service']).toBe('GetRoles');
  const block = traces.flat().find(({ name }) => name === 'BuildRolesDetail');
  expect(block?.attributes['aws.xray.metadata.default']).toBe('{"No. roles built":3}');
});
