import { context, trace, TraceFlags, type TracerProvider } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { createRequire } from 'node:module';
import type * as nodeHttp from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpInstrumentation } from '../../../src/instrumentation/http/index.ts';
import { createUndiciInstrumentation } from '../../../src/instrumentation/undici/index.ts';

/** A provider whose spans are never recorded: metrics are of all requests. */
const unsampled: TracerProvider = {
  getTracer: () => ({
    startSpan: () =>
      trace.wrapSpanContext({
        traceId: '67891233abcdef012345678912345678',
        spanId: '53995c3f42cd8ad8',
        traceFlags: TraceFlags.NONE,
      }),
    startActiveSpan: () => undefined as never,
  }),
};

const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 });
const meters = new MeterProvider({ readers: [reader] });
const deps = { version: '0', hasMetrics: true, onServerResponse: () => {}, onTraceHeaders: () => {} };
const instrumentations = [
  createHttpInstrumentation(deps),
  createUndiciInstrumentation({ ...deps, onUndiciRequest: () => {} }),
];
// Hooked at this moment, as an application's `require` would be.
const http = createRequire(import.meta.filename)('node:http') as typeof nodeHttp;
let server: nodeHttp.Server;
let origin: string;

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  for (const instrumentation of instrumentations) {
    instrumentation.setTracerProvider(unsampled);
    instrumentation.setMeterProvider(meters);
  }
  server = http.createServer((request, response) => {
    if (request.url === '/broken') response.destroy();
    else response.writeHead(request.url === '/500' ? 500 : 200).end('ok');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
beforeEach(() => exporter.reset());
afterAll(async () => {
  for (const instrumentation of instrumentations) instrumentation.disable();
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
  await meters.shutdown();
  context.disable();
});

async function pointsOf(name: string): Promise<DataPoint<Histogram>[]> {
  await reader.forceFlush();
  const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  exporter.reset();
  return metrics
    .filter(({ descriptor }) => descriptor.name === name && descriptor.unit === 's')
    .flatMap(({ dataPoints }) => dataPoints as DataPoint<Histogram>[])
    .filter(({ value }) => value.count > 0);
}

function get(path: string): Promise<void> {
  return new Promise((resolve) => {
    http
      .get(origin + path, { agent: false }, (answer) => void answer.resume().on('close', resolve))
      .on('error', () => resolve());
  });
}

/** The server's side ends a moment after the client's. */
async function serverPoints(count: number): Promise<DataPoint<Histogram>[]> {
  const points: DataPoint<Histogram>[] = [];
  await expect
    .poll(async () => {
      points.push(...(await pointsOf('http.server.request.duration')));
      return points.length;
    })
    .toBe(count);
  return points;
}

describe('durations of requests that are not sampled', () => {
  it('are recorded for servers, in seconds', async () => {
    await get('/');
    const [point] = await serverPoints(1);
    expect(point?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'network.protocol.version': '1.1',
      'url.scheme': 'http',
    });
    expect(point?.value.count).toBe(1);
    expect(point?.value.sum).toBeLessThan(60);
    expect(point?.value.buckets.boundaries).toContain(0.005);
  });

  it.each([
    ['/500', { 'http.response.status_code': 500, 'error.type': '500' }],
    ['/broken', { 'error.type': 'aborted' }],
  ])('tell of %s what became of it', async (path, attributes) => {
    await get(path);
    const [point] = await serverPoints(1);
    expect(point?.attributes).toMatchObject(attributes);
  });

  it('are recorded for clients', async () => {
    await get('/');
    const [point] = await pointsOf('http.client.request.duration');
    expect(point?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'network.protocol.version': '1.1',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(origin).port),
      'url.scheme': 'http',
    });
  });

  it('are recorded for fetch', async () => {
    await (await fetch(`${origin}/500`)).text();
    const points: DataPoint<Histogram>[] = [];
    await expect
      .poll(async () => {
        points.push(...(await pointsOf('http.client.request.duration')));
        return points.map(({ attributes }) => attributes['error.type']);
      })
      .toEqual(['500']);
  });

  it('tell what a request failed of', async () => {
    await new Promise((resolve) => http.get('http://127.0.0.1:1/').on('error', resolve));
    const [point] = await pointsOf('http.client.request.duration');
    expect(point?.attributes['error.type']).toBe('ECONNREFUSED');
  });
});
