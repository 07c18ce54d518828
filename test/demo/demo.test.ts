import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpanRecord } from '../../src/local/span-record.ts';
import { type LocalXRay, startLocal } from '../../src/local/start-local.ts';
import { drawTrace } from '../support/draw-trace.ts';
import { root } from '../support/run-app.ts';
import { DEMO_MILLIS, runDemo } from './run-demo.ts';

let xray: LocalXRay;
let output: string;
let exitCode: number | null;
let traces: (readonly SpanRecord[])[];

beforeAll(async () => {
  xray = await startLocal({ grpcPort: 0, httpPort: 0 });
  ({ output, exitCode } = await runDemo('main.js', {
    NODE_OPTIONS: `--require ${path.join(root, 'package/register.js')}`,
    OTEL_SDK_DISABLED: 'true', // For main.js and its stand-ins; it takes this away from the services.
    OTEL_EXPORTER_OTLP_ENDPOINT: xray.grpcEndpoint,
    OTEL_TRACES_SAMPLER: 'always_on',
  }));
  await xray.whenIdle();
  traces = xray.store.traces().map((trace) => trace.spans);
  traces.sort((a, b) => Number(earliest(a) - earliest(b)));
}, DEMO_MILLIS);

afterAll(() => xray.close());

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

test('a throttled call counts its retries, whether it came through in the end or not', () => {
  const [served, refused] = [traceOf(6), traceOf(7)].map((spans) => spans.find(({ kind }) => kind === 'client'));
  expect(served?.attributes['http.request.resend_count']).toBe(1);
  expect(refused?.attributes['http.request.resend_count']).toBe(2);
  expect(refused?.attributes['aws.error.throttling']).toBe(true);
});

test('the captured report carries its annotation', () => {
  const report = traceOf(8).find(({ name }) => name === 'BuildDailyReport');
  expect(report?.attributes['orders']).toBe(4);
});

test("the exception is there with its message and the shop's own line", () => {
  const root = traceOf(9).find(({ parentSpanId }) => parentSpanId === undefined);
  const exception = root?.events.find(({ name }) => name === 'exception');
  expect(exception?.attributes['exception.message']).toContain("reading 'percent'");
  expect(exception?.attributes['exception.stacktrace']).toMatch(/at discount \(.*shop\.js:\d+:\d+\)/);
});
