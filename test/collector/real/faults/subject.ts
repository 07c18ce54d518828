import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCollector } from '../../../../scripts/collector/location.ts';
import { type CollectorProcess, runCollector } from '../../support/collector-process.ts';
import { configurationFile } from '../../support/configurations.ts';
import { findFreePorts } from '../../support/free-ports.ts';
import type { FaultyXRay } from './faulty-xray.ts';

const START_TIMEOUT_MILLIS = 60_000;

/** The configurations that are compared, by the names that the table has for them. */
export const SUBJECTS: Readonly<Record<string, string>> = {
  'durable.yaml': configurationFile('durable.yaml'),
  'sidecar.yaml': configurationFile('sidecar.yaml'),
  "AWS's default": path.join(import.meta.dirname, 'aws-default.yaml'),
};

/** A collector that can be ended and started again in its place: on the same ports, with the same queue. */
export interface Subject {
  readonly grpcAddress: string;
  readonly httpAddress: string;
  /** Resident memory in bytes; 0 where it does not run. */
  readonly processId: () => number | undefined;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  startAgain(): Promise<void>;
  log(): string;
  /** Ends it and removes its queue. */
  close(): Promise<void>;
}

/** Starts a collector with this configuration toward that X-Ray. */
export async function startSubject(
  config: string,
  xray: Pick<FaultyXRay, 'endpoint'>,
  env: Readonly<Record<string, string>> = {},
): Promise<Subject> {
  const binary = findCollector();
  if (binary === undefined) throw new Error('The real collector is not built; "npm run collector:build" builds it.');
  const queue = mkdtempSync(path.join(tmpdir(), 'otel-xray-queue-'));
  const [grpc, http, proxy, health, metrics, loop] = (await findFreePorts(6)).map((port) => `127.0.0.1:${port}`);
  const toward = { exporters: { awsxray: { endpoint: xray.endpoint, no_verify_ssl: true, local_mode: true } } };
  const hasProxy = !config.endsWith('aws-default.yaml');
  const proxyToward = hasProxy ? { extensions: { awsproxy: { aws_endpoint: xray.endpoint, local_mode: true } } } : {};
  let collector: CollectorProcess;
  const start = async (): Promise<void> => {
    collector = runCollector(
      binary,
      ['--config', config, '--config', `yaml:${JSON.stringify({ ...toward, ...proxyToward })}`],
      {
        OTLP_GRPC_ENDPOINT: grpc ?? '',
        OTLP_HTTP_ENDPOINT: http ?? '',
        AWSPROXY_ENDPOINT: proxy ?? '',
        HEALTH_CHECK_ENDPOINT: health ?? '',
        OTELCOL_METRICS_PORT: metrics?.split(':')[1] ?? '',
        OTELCOL_LOOP_ENDPOINT: loop ?? '',
        OTELCOL_QUEUE_DIR: queue,
        HTTP_PROXY: xray.endpoint,
        HTTPS_PROXY: xray.endpoint,
        ...env,
      },
    );
    await becomeHealthy(collector, health ?? '');
  };
  await start();
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    collector.kill(signal);
    await collector.ended;
  };
  return {
    grpcAddress: grpc ?? '',
    httpAddress: http ?? '',
    processId: () => collector.processId,
    end,
    startAgain: start,
    log: () => collector.log(),
    async close() {
      await end('SIGKILL');
      rmSync(queue, { recursive: true, force: true });
    },
  };
}

async function becomeHealthy(collector: CollectorProcess, address: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MILLIS;
  while (collector.isRunning && Date.now() < deadline) {
    const isHealthy = await fetch(`http://${address}/`).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false,
    );
    if (isHealthy) return;
    await sleep(100);
  }
  throw new Error(`The collector did not start:\n${collector.log()}`);
}
