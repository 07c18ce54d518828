import { surroundings } from './surroundings.ts';
import { ExportResultCode } from '@opentelemetry/core';
import { afterEach, expect, test, vi } from 'vitest';
import { createSpanExporters, describeEndpoint } from '../../src/exporter/span-exporters.ts';
import { exporterConfig, exportSpans } from './exporting.ts';
import { startGrpcCollector, startHttpCollector } from './fake-collector.ts';

afterEach(() => vi.restoreAllMocks());

test('the configured kinds are made, in their order, each with its destination', () => {
  const exporters = createSpanExporters(
    exporterConfig('http://user:secret@127.0.0.1:4317', { kinds: ['console', 'otlp'] }),
    surroundings('x'),
  );
  expect(exporters.map(({ kind, destination }) => [kind, destination])).toEqual([
    ['console', 'console'],
    ['otlp', 'http://127.0.0.1:4317'],
  ]);
  expect(createSpanExporters(exporterConfig('http://127.0.0.1:4317', { kinds: [] }), surroundings('x'))).toEqual([]);
});

test('grpc reaches a gRPC collector', async () => {
  const collector = await startGrpcCollector();
  const [exporter] = createSpanExporters(exporterConfig(`http://127.0.0.1:${collector.port}`), surroundings('x'));
  expect(exporter && (await exportSpans(exporter)).code).toBe(ExportResultCode.SUCCESS);
  await exporter?.shutdown();
  await collector.close();
  expect(collector.received).toHaveLength(1);
});

test.each(['http/protobuf', 'http/json'] as const)('%s reaches an HTTP collector', async (protocol) => {
  const collector = await startHttpCollector();
  const [exporter] = createSpanExporters(
    exporterConfig(`http://127.0.0.1:${collector.port}/v1/traces`, { protocol }),
    surroundings('x'),
  );
  expect(exporter && (await exportSpans(exporter)).code).toBe(ExportResultCode.SUCCESS);
  await exporter?.shutdown();
  await collector.close();
  expect(collector.received).toHaveLength(1);
});

test('console prints', async () => {
  const print = vi.spyOn(console, 'dir').mockImplementation(() => {});
  const [exporter] = createSpanExporters(
    exporterConfig('http://127.0.0.1:4317', { kinds: ['console'] }),
    surroundings('x'),
  );
  expect(exporter && (await exportSpans(exporter)).code).toBe(ExportResultCode.SUCCESS);
  expect(print).toHaveBeenCalledTimes(2);
});

test.each([
  ['http://127.0.0.1:4317', 'http://127.0.0.1:4317'],
  ['https://collector:4318/v1/traces', 'https://collector:4318/v1/traces'],
  ['https://me:secret@collector/v1/traces?key=secret#secret', 'https://collector/v1/traces'],
  ['secret', 'the configured endpoint'],
])('the endpoint %s is shown as %s', (endpoint, shown) => {
  expect(describeEndpoint(endpoint)).toBe(shown);
});
