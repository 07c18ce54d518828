import { surroundings } from './surroundings.ts';
import { expect, test, vi } from 'vitest';
import { createSpanProcessors } from '../../src/exporter/create-span-processors.ts';
import { endedSpans } from './ended-spans.ts';
import { exporterConfig } from './exporting.ts';
import { findClosedPort, startGrpcCollector } from './fake-collector.ts';
import { recordDiagnostics } from './recorded-diagnostics.ts';

const BATCH = { maxQueueSize: 2048, maxExportBatchSize: 512, scheduledDelayMillis: 5000, exportTimeoutMillis: 30_000 };

test('spans reach the collector at the latest with the shutdown, and the accounts balance', async () => {
  const collector = await startGrpcCollector();
  const exporter = exporterConfig(`http://127.0.0.1:${collector.port}`);
  const [processor] = createSpanProcessors({ exporter, batch: BATCH, shutdownTimeoutMillis: 10_000 }, surroundings());
  for (const span of endedSpans(20)) processor?.onEnd(span);
  await processor?.shutdown();
  await collector.close();
  expect(processor?.counts).toEqual({ ended: 20, sent: 20, dropped: 0, failed: 0, unsent: 0, waiting: 0 });
  expect(collector.received[0]?.body.includes('span-19')).toBe(true);
});

test('a dead collector is one line with its endpoint, however many exports fail', async () => {
  const diagnostics = recordDiagnostics();
  const endpoint = `http://127.0.0.1:${await findClosedPort()}`;
  const exporter = exporterConfig(endpoint, { timeoutMillis: 500 });
  const [processor] = createSpanProcessors({ exporter, batch: BATCH, shutdownTimeoutMillis: 10_000 }, surroundings());
  for (let i = 0; i < 3; i += 1) {
    for (const span of endedSpans(5)) processor?.onEnd(span);
    await processor?.forceFlush();
  }
  expect(processor?.counts).toMatchObject({ ended: 15, failed: 15 });
  expect(diagnostics.lines).toEqual([
    expect.stringMatching(
      new RegExp(
        `^"${endpoint}" did not get 5 spans: 5 could not be delivered \\(14 UNAVAILABLE: .*\\); they are lost, later spans are still sent\\.$`,
      ),
    ),
  ]);
  await processor?.shutdown();
  expect(diagnostics.lines.slice(1)).toEqual([expect.stringContaining('did not get 10 spans: ')]);
  diagnostics.stop();
});

test('the console does not wait for a batch', async () => {
  const print = vi.spyOn(console, 'dir').mockImplementation(() => {});
  const exporter = exporterConfig('http://127.0.0.1:4317', { kinds: ['console'] });
  const [processor] = createSpanProcessors({ exporter, batch: BATCH, shutdownTimeoutMillis: 3000 }, surroundings());
  for (const span of endedSpans(1)) processor?.onEnd(span);
  await expect.poll(() => print.mock.calls.length).toBe(1);
  await processor?.shutdown();
  print.mockRestore();
});
