import { expect, test } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { runExample } from './run-example.ts';

test('a request to Express and its fetch to another service are one trace of three spans', async () => {
  const { answers, traces } = await runExample('express', ['/hello/Ada', '/hello/Ada?language=xx']);
  expect(answers).toEqual([
    { status: 200, body: 'Hello, Ada!\n' },
    { status: 404, body: 'Nobody here speaks "xx".\n' },
  ]);
  expect(traces.map(drawTrace)).toEqual([
    [
      'otel-xray-example-express server GET /hello/:name 200',
      '  otel-xray-example-express client GET 200',
      '    otel-xray-example-express server GET /greetings/:language 200',
    ],
    [
      'otel-xray-example-express server GET /hello/:name 404',
      '  otel-xray-example-express client GET 404 error',
      '    otel-xray-example-express server GET /greetings/:language 404',
    ],
  ]);
});
