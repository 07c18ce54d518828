import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { SpanRecord } from '../../src/translator/index.ts';
import { drawTrace } from '../support/draw-trace.ts';
import { startReceiver } from '../support/receive.ts';
import { root } from '../support/run-app.ts';
import { DEMO_MILLIS, runDemo } from './run-demo.ts';

let output: string;
let exitCode: number | null;
let traces: readonly (readonly SpanRecord[])[];

beforeAll(async () => {
  await using receiver = await startReceiver();
  ({ output, exitCode } = await runDemo('main.js', {
    NODE_OPTIONS: `--require ${path.join(root, 'package/register.js')}`,
    OTEL_SDK_DISABLED: 'true', // For main.js and its stand-ins; it takes this away from the services.
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.grpcEndpoint,
    OTEL_TRACES_SAMPLER: 'always_on',
  }));
  await receiver.whenIdle();
  traces = receiver.traces().toSorted((a, b) => Number(earliest(a) - earliest(b)));
}, DEMO_MILLIS);

function earliest(spans: readonly SpanRecord[]): bigint {
  return spans.map((span) => span.startTimeUnixNano).reduce((a, b) => (a < b ? a : b));
}

function traceOf(visit: number): readonly SpanRecord[] {
  return traces[visit] ?? [];
}

test('with --once the demo ends by itself, and well', () => {
  expect(exitCode, output).toBe(0);
});

test('each visit is one trace, and there are no others', () => {
  expect(traces.map(drawTrace)).toEqual([
    ['shop server GET /products 200', '  shop client DynamoDB.Scan 200'],
    ['shop server GET /products/:sku 200', '  shop client DynamoDB.GetItem 200'],
    [
      'shop server POST /orders 201',
      '  shop client GET 200',
      '    pricing server GET 200',
      '      pricing client DynamoDB.GetItem 200',
      '  shop client pg.query:INSERT shop',
      '  shop producer orders send 200',
      '    worker consumer worker',
      '      worker client S3.PutObject 200',
      '      worker client SQS.DeleteMessage 200',
    ],
    ['shop server GET /orders/:id 200', '  shop client pg.query:SELECT shop'],
    ['shop server GET /orders/:id/receipt 200', '  shop client S3.GetObject 200'],
    ['shop server GET /orders/:id 404', '  shop client pg.query:SELECT shop'],
    ['shop server PUT /carts/:id 200', '  shop client DynamoDB.UpdateItem 200'],
    [
      'shop server PUT /carts/:id 429',
      '  shop client DynamoDB.UpdateItem 400 error ProvisionedThroughputExceededException',
    ],
    ['shop server GET /reports/daily 200', '  shop client pg.query:SELECT shop', '  shop internal BuildDailyReport'],
    [
      'shop server POST /orders 500 error TypeError',
      '  shop client GET 200',
      '    pricing server GET 200',
      '      pricing client DynamoDB.GetItem 200',
    ],
  ]);
});

test('a request with one AWS call is exactly two spans, with either generation of the SDK', () => {
  expect(traceOf(1)).toHaveLength(2);
  expect(traceOf(4)).toHaveLength(2);
});

test('the trace id that the load balancer chose is kept, without an invented parent', () => {
  for (const spans of traces) {
    const roots = spans.filter((span) => span.parentSpanId === undefined);
    expect(roots.map(({ kind }) => kind)).toEqual(['server']);
  }
});

test('a throttled call tells of it and counts its retries, whether it came through in the end or not', () => {
  const [served, refused] = [traceOf(6), traceOf(7)].map((spans) => spans.find(({ kind }) => kind === 'client'));
  expect(served?.attributes['aws.retries']).toBe(1n);
  expect(refused?.attributes['aws.retries']).toBe(2n);
  expect(refused?.attributes['http.status_code']).toBe(429n);
});

test('the captured report carries its annotation', () => {
  const report = traceOf(8).find(({ name }) => name === 'BuildDailyReport');
  expect(report?.attributes['orders']).toBe(4n);
});

test("the exception is there with its message and the shop's own line", () => {
  const root = traceOf(9).find(({ parentSpanId }) => parentSpanId === undefined);
  const exception = root?.events.find(({ name }) => name === 'exception');
  expect(exception?.attributes['exception.message']).toContain("reading 'percent'");
  expect(exception?.attributes['exception.stacktrace']).toMatch(/at discount\(.*shop\.js:\d+:\d+\)/);
});
