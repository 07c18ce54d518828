import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findClosedPort, startSilentServer } from './fake-collector.ts';

const FAR_TOO_LONG_MILLIS = 3_600_000;
const sourceUrl = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

/** A process that ends one span, shuts down when its loop runs dry, and then prints the accounts. */
function script(exporter: { protocol: string; endpoint: string }, shutdownTimeoutMillis: number): string {
  const config = {
    exporter: { kinds: ['otlp'], headers: {}, compression: 'none', timeoutMillis: FAR_TOO_LONG_MILLIS, ...exporter },
    batch: {
      maxQueueSize: 2048,
      maxExportBatchSize: 512,
      scheduledDelayMillis: 5000,
      exportTimeoutMillis: FAR_TOO_LONG_MILLIS,
    },
    shutdownTimeoutMillis,
  };
  return `
    import { createSpanProcessors } from ${sourceUrl('src/exporter/index.ts')};
    import { endedSpan } from ${sourceUrl('test/exporter/ended-spans.ts')};
    const [processor] = createSpanProcessors(${JSON.stringify(config)}, { userAgent: 'otel-xray/0', createPrepare: () => (span) => span });
    processor.onEnd(endedSpan());
    process.once('beforeExit', () => void processor.shutdown());
    process.on('exit', () => console.log(JSON.stringify(processor.counts)));`;
}

async function run(...parameters: Parameters<typeof script>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    '--input-type=module',
    '--eval',
    script(...parameters),
  ]);
  return JSON.parse(stdout);
}

test.each([
  ['grpc', ''],
  ['http/protobuf', '/v1/traces'],
])('with %s, a collector that is not there holds nobody, however long the end may take', async (protocol, path) => {
  const endpoint = `http://127.0.0.1:${await findClosedPort()}${path}`;
  expect(await run({ protocol, endpoint }, FAR_TOO_LONG_MILLIS)).toMatchObject({ ended: 1, failed: 1 });
});

test.each([
  ['grpc', ''],
  ['http/protobuf', '/v1/traces'],
])('with %s, a collector that never answers holds the process no longer than allowed', async (protocol, path) => {
  const silent = await startSilentServer();
  const counts = await run({ protocol, endpoint: `http://127.0.0.1:${silent.port}${path}` }, 200);
  await silent.close();
  expect(counts).toMatchObject({ ended: 1, sent: 0, waiting: 0 });
});
