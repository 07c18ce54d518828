import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCollector } from '../../../scripts/collector/location.ts';
import { type CollectorProcess, runCollector } from '../support/collector-process.ts';
import { CONFIGURATION_NAMES, configurationFile, readConfiguration } from '../support/configurations.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { findFreePorts } from '../support/free-ports.ts';
import { type RecordingXRay, startRecordingXRay } from '../support/recording-xray.ts';
import { validateConfigs } from '../support/start-collector.ts';
import { createBatchMaker } from './faults/span-batches.ts';
import { sendOnce } from './faults/steady-load.ts';

const START_TIMEOUT_MILLIS = 20_000;

describeWithCollector.each(CONFIGURATION_NAMES)('%s in the real collector', (name) => {
  const { extensions = {}, exporters = {} } = readConfiguration(name);
  let xray: RecordingXRay;
  let queue: string;
  let ports: number[];
  let collector: CollectorProcess;

  beforeAll(async () => {
    xray = await startRecordingXRay();
    queue = mkdtempSync(path.join(tmpdir(), 'otel-xray-queue-'));
    ports = await findFreePorts(6);
    collector = await start();
  });
  afterAll(async () => {
    collector?.kill('SIGKILL');
    await collector?.ended;
    await xray?.close();
    rmSync(queue, { recursive: true, force: true });
  });

  const address = (index: number): string => `127.0.0.1:${ports[index]}`;

  /** With nothing changed but where things are. */
  async function start(): Promise<CollectorProcess> {
    const local = { local_mode: true };
    const toward = {
      ...('awsxray' in exporters && {
        exporters: { awsxray: { endpoint: xray.endpoint, no_verify_ssl: true, ...local } },
      }),
      ...('awsproxy' in extensions && { extensions: { awsproxy: { aws_endpoint: xray.endpoint, ...local } } }),
    };
    const started = runCollector(
      findCollector() ?? '',
      ['--config', configurationFile(name), '--config', `yaml:${JSON.stringify(toward)}`],
      {
        OTLP_GRPC_ENDPOINT: address(0),
        OTLP_HTTP_ENDPOINT: address(1),
        AWSPROXY_ENDPOINT: address(2),
        HEALTH_CHECK_ENDPOINT: address(3),
        OTELCOL_LOOP_ENDPOINT: address(4),
        OTELCOL_METRICS_PORT: String(ports[5]),
        OTELCOL_QUEUE_DIR: queue,
        XRAY_OTLP_ENDPOINT: `${xray.endpoint}/v1/traces`,
      },
    );
    for (const until = Date.now() + START_TIMEOUT_MILLIS; Date.now() < until; await sleep(100)) {
      if (started.isRunning && (await isOpen(ports[0] ?? 0))) return started;
    }
    throw new Error(`The collector did not start:\n${started.log()}`);
  }

  test('it is valid as it stands, without any variable but the folder of its queue', async () => {
    const found = await validateConfigs({ configs: [configurationFile(name)], env: { OTELCOL_QUEUE_DIR: queue } });
    expect(found).toEqual({ exitCode: 0, log: '' });
  });

  test('what it takes reaches X-Ray, signed', async () => {
    const { request, ids } = createBatchMaker(120)();
    const client = new Client(address(0), credentials.createInsecure());
    expect(await sendOnce(client, request)).toBe('acknowledged');
    client.close();
    const target = 'awsxray' in exporters ? '/TraceSegments' : '/v1/traces';
    const calls = () => xray.requests.filter(({ url }) => url === target);
    if ('awsxray' in exporters) {
      const documents = await xray.whenDocuments(ids.length);
      expect(documents.map((text) => (JSON.parse(text) as { id: string }).id).toSorted()).toEqual(ids.toSorted());
    } else while (calls().length === 0) await sleep(50);
    expect(calls()[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/us-east-1\/xray\/aws4_request/,
    );
  });

  test('it says that it is healthy and gives out sampling rules, where it has these parts', async () => {
    const answers = async (url: string, method: string): Promise<number> => {
      const response = await fetch(url, { method });
      await response.arrayBuffer();
      return response.status;
    };
    if ('health_check' in extensions) expect(await answers(`http://${address(3)}/`, 'GET')).toBe(200);
    if ('awsproxy' in extensions) expect(await answers(`http://${address(2)}/GetSamplingRules`, 'POST')).toBe(200);
    expect(Object.keys(extensions).includes('health_check')).toBe(name !== 'lambda.yaml');
  });
});

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}
