import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import type { ExporterConfig } from '../../src/config/config.ts';
import { exporterConfig } from './exporting.ts';
import { findClosedPort, startGrpcCollector, startHttpCollector, startSilentServer } from './fake-collector.ts';

let collector: { close(): Promise<void> } | undefined;
afterEach(async () => {
  await collector?.close();
  collector = undefined;
});

const sourceUrl = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

/** A process that exports two spans when its event loop turns no more, and prints what it was told of them. */
function script(config: ExporterConfig, shutdownTimeoutMillis: number): string {
  return `
    import { createSynchronousExporter } from ${sourceUrl('src/exporter/synchronous-exporter.ts')};
    import { endedSpans } from ${sourceUrl('test/exporter/ended-spans.ts')};
    const exporter = createSynchronousExporter(${JSON.stringify(config)}, {
      load: () => Promise.reject(new Error('the event loop turns no more')),
      createPrepare: () => (span) => (Object.create(span, { name: { value: span.name.replace('span', 'prepared') } })),
      userAgent: 'otel-xray/0',
      shutdownTimeoutMillis: ${shutdownTimeoutMillis},
    });
    process.on('exit', () => {
      exporter.exportSynchronously(() => {
        exporter.export(endedSpans(2), ({ code, error }) => console.log(JSON.stringify({ code, reason: error?.message })));
      });
    });`;
}

async function exportAtExit(
  endpoint: string,
  options: Partial<ExporterConfig> = {},
  shutdownTimeoutMillis = 20_000,
): Promise<unknown> {
  const code = script(exporterConfig(endpoint, options), shutdownTimeoutMillis);
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '-e', code]);
  return JSON.parse(stdout);
}

test('by grpc, prepared spans arrive and the answer is told', async () => {
  const running = await startGrpcCollector();
  collector = running;
  expect(await exportAtExit(`http://127.0.0.1:${running.port}`)).toEqual({ code: 0 });
  const bodies = running.received.map(({ body }) => body.toString());
  expect(bodies).toEqual([expect.stringMatching(/prepared-0.*prepared-1/s)]);
});

test.each(['http/protobuf', 'http/json'] as const)('by %s, spans arrive and the answer is told', async (protocol) => {
  const running = await startHttpCollector();
  collector = running;
  expect(await exportAtExit(`http://127.0.0.1:${running.port}/v1/traces`, { protocol })).toEqual({ code: 0 });
  expect(running.received).toHaveLength(1);
});

test('a collector that refuses is told with its reason', async () => {
  const running = await startHttpCollector({ answers: [{ status: 403 }] });
  collector = running;
  const answer = await exportAtExit(`http://127.0.0.1:${running.port}/v1/traces`, { protocol: 'http/protobuf' });
  expect(answer).toEqual({ code: 1, reason: 'HTTP 403 Forbidden' });
});

test.each(['grpc', 'http/protobuf'] as const)('by %s, a collector that is not there is told', async (protocol) => {
  const answer = await exportAtExit(`http://localhost:${await findClosedPort()}/v1/traces`, { protocol });
  expect(answer).toEqual({ code: 1, reason: expect.stringContaining('ECONNREFUSED') });
});

test.each(['grpc', 'http/protobuf'] as const)(
  'by %s, a collector that hangs is waited for in vain',
  async (protocol) => {
    const silent = await startSilentServer();
    collector = silent;
    const answer = await exportAtExit(`http://127.0.0.1:${silent.port}/v1/traces`, { protocol }, 1_000);
    expect(answer).toEqual({ code: 1, reason: 'no answer before the process had to end' });
  },
);
