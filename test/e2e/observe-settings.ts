import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import { createActivity } from '../../src/local/receiver/activity.ts';
import { startReceiver } from '../../src/local/receiver/start-receiver.ts';
import type { SpanRecord } from '../../src/translator/index.ts';
import { type FakeCollector, startGrpcCollector } from '../exporter/fake-collector.ts';
import { closedUrl, hangCollector, type RecordedExport, recordExports } from '../support/record-exports.ts';
import { type AppRun, bareEnvironment, startApp } from '../support/run-app.ts';

/** What settings may name: addresses of this test, and files. */
export interface Places {
  readonly grpc: string;
  /** Passes on to the same receiver. */
  readonly http: string;
  readonly hanging: string;
  readonly closed: string;
  /** A sampling proxy, `host:port`. */
  readonly proxy: string;
  /** Collectors with TLS, the second of which wants a certificate of its clients. */
  readonly tls: string;
  readonly mutual: string;
  /** Writes a file and gives its path. */
  readonly file: (name: string, text: string) => string;
}

/** What one run of `apps/every-setting.cjs` did, as others saw it. */
export interface Observation {
  readonly run: AppRun;
  /** The environment that the application was started with. */
  readonly env: Readonly<Record<string, string>>;
  /** What the application saw; empty where it printed nothing. */
  readonly report: Readonly<Record<string, unknown>>;
  /** Spans by export request, over gRPC or HTTP. */
  readonly batches: readonly (readonly SpanRecord[])[];
  readonly spans: readonly SpanRecord[];
  /** Exports that came over HTTP. */
  readonly exports: readonly RecordedExport[];
  /** How many exports came over TLS. */
  readonly tlsExports: number;
  /** Paths that the sampling proxy was asked for. */
  readonly proxyCalls: readonly string[];
}

/** Makes the environment of one run. */
export type Settings = (places: Places) => Readonly<Record<string, string>>;

/** How long an application is left running in which nothing is to happen, and in which something is. */
const QUIET_MILLIS = 1_500;
const PATIENCE_MILLIS = 15_000;

/**
 * Runs the application with these settings; every request is recorded unless they say otherwise.
 *
 * @param until keeps it running until this is seen, or for a while where nothing is to be seen; by default it ends at once
 */
export async function observe(
  settings: Settings,
  until?: 'nothing' | ((observation: Observation) => boolean),
): Promise<Observation> {
  const batches: (readonly SpanRecord[])[] = [];
  const host = '127.0.0.1';
  const onSpans = (spans: readonly SpanRecord[]): void => void batches.push(spans);
  const receiver = await startReceiver({ host, grpcPort: 0, httpPort: 0, onSpans, activity: createActivity() });
  const tls = await Promise.all([startGrpcCollector({ tls: 'server' }), startGrpcCollector({ tls: 'mutual' })]);
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-settings-'));
  const proxyCalls: string[] = [];
  const proxy = createServer((request, response) => {
    proxyCalls.push(request.url ?? '');
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => void proxy.listen(0, host, resolve));
  try {
    await using front = await recordExports({ collector: `http://${host}:${String(receiver.httpPort)}` });
    await using hanging = await hangCollector();
    const [server, mutual] = tls.map(({ port }) => `https://localhost:${String(port)}`);
    const env = settings({
      grpc: `http://${host}:${String(receiver.grpcPort)}`,
      http: front.url,
      hanging: hanging.url,
      closed: await closedUrl(),
      proxy: `${host}:${String((proxy.address() as AddressInfo).port)}`,
      tls: server ?? '',
      mutual: mutual ?? '',
      file(name, text) {
        writeFileSync(path.join(folder, name), text);
        return path.join(folder, name);
      },
    });
    const look = (run: AppRun): Observation => ({
      run,
      env: { ...bareEnvironment, ...env },
      report: reportOf(run),
      batches,
      spans: batches.flat(),
      exports: front.exports,
      tlsExports: tls.reduce((sum, { received }) => sum + received.length, 0),
      proxyCalls,
    });
    const app = startApp({ args: ['--require', './register', 'test/e2e/apps/every-setting.cjs'], env });
    const isSeen = until === 'nothing' ? ({ report }: Observation) => 'counter' in report : (until ?? (() => true));
    // What is not seen in time is for the test to say.
    await vi.waitUntil(() => isSeen(look(app.soFar())), { timeout: PATIENCE_MILLIS }).catch(() => {});
    if (until === 'nothing') await sleep(QUIET_MILLIS);
    app.endInput();
    return look(await app.ended);
  } finally {
    await Promise.all([receiver.close(), ...tls.map((collector: FakeCollector) => collector.close())]);
    await new Promise((resolve) => void proxy.close(resolve));
    rmSync(folder, { recursive: true });
  }
}

function reportOf({ stdout }: Pick<AppRun, 'stdout'>): Readonly<Record<string, unknown>> {
  const line = stdout.split('\n').find((text) => text.startsWith('{"counter"'));
  return JSON.parse(line ?? '{}') as Readonly<Record<string, unknown>>;
}
