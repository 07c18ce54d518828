import { expect, test } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { runExample } from './run-example.ts';

test('an ES-module application is traced, and its log lines carry the trace id', async () => {
  const { app, answers, traces } = await runExample('esm', ['/dice/3']);
  expect(answers.map(({ status }) => status)).toEqual([200]);
  expect(traces.map(drawTrace)).toEqual([
    ['otel-xray-example-esm server GET /dice/:count 200', '  otel-xray-example-esm internal RollDice'],
  ]);
  const spans = traces.flat();
  const roll = spans.find(({ name }) => name === 'RollDice');
  expect(roll?.attributes['dice']).toBe(3n);
  const traceId = spans[0]?.traceId ?? '';
  const line = app.stdout.split('\n').find((text) => text.includes('"rolled"'));
  expect(line).toContain(`1-${traceId.slice(0, 8)}-${traceId.slice(8)}`);
});
