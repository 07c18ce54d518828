import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawTrace } from '../support/draw-trace.ts';
import { testNodes } from '../support/nodes.ts';
import { startReceiver } from '../support/receive.ts';
import { runApp, serveOne } from '../support/run-app.ts';
import { type BuiltPackage, buildTemporarily, filesBelow, npm, pack, type Tarball } from './built-package.ts';

const publicNames = [
  'annotate',
  'capture',
  'isSampled',
  'markError',
  'markFault',
  'markThrottle',
  'metadata',
  'recordException',
  'setSegmentName',
  'setUser',
  'start',
  'traceId',
  'withSegment',
];

let built: BuiltPackage;
let tarball: Tarball;
let project: string;

beforeAll(async () => {
  built = await buildTemporarily();
  tarball = await pack(built);
  project = path.join(built.workspace, 'project');
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ name: 'shop', version: '1.0.0', private: true }));
  cpSync(path.join(import.meta.dirname, 'apps'), project, { recursive: true });
  await npm(project, ['install', '--prefer-offline', tarball.file]);
});
afterAll(() => built.remove());

/** Runs one of `apps/` in the project and gives the JSON that it printed. */
async function printedBy(args: readonly string[], env: Record<string, string> = {}): Promise<unknown> {
  const { stdout, stderr, code } = await runApp({ args, cwd: project, env });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

describe('an empty project', () => {
  it('gets at most 12 packages', () => {
    const lock = JSON.parse(readFileSync(path.join(project, 'node_modules/.package-lock.json'), 'utf8')) as {
      packages: object;
    };
    const installed = Object.keys(lock.packages);
    expect(installed).toContain('node_modules/otel-xray');
    expect(installed.length).toBeLessThanOrEqual(12);
  });

  it('grows by at most 5 MB', async () => {
    const files = await filesBelow(path.join(project, 'node_modules'));
    expect(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThanOrEqual(5_000_000);
  });

  it('gets every file of the built package', async () => {
    const files = await filesBelow(built.folder);
    expect(tarball.paths.toSorted()).toEqual(files.map(({ name }) => name).toSorted());
  });

  it('opens three doors and no other', async () => {
    const doors = ['otel-xray', 'otel-xray/register', 'otel-xray/package.json'];
    const closed = ['otel-xray/distro.js', 'otel-xray/index.js', 'otel-xray/register.js', 'otel-xray/types/index.d.ts'];
    expect(await printedBy(['closed-doors.cjs', ...doors, ...closed])).toEqual(
      Object.fromEntries([
        ...doors.map((door) => [door, 'open']),
        ...closed.map((door) => [door, 'ERR_PACKAGE_PATH_NOT_EXPORTED']),
      ]),
    );
  });
});

describe.each(testNodes())('on Node $version', ({ version, binary }) => {
  it('require and named imports give the same functions', async () => {
    const { stdout, stderr } = await runApp({ node: binary, args: ['same-functions.mjs'], cwd: project });
    const { same, required, imported } = JSON.parse(stdout || stderr) as Record<string, string[]>;
    expect(same).toEqual(publicNames);
    expect(required?.toSorted()).toEqual(publicNames);
    expect(imported).toEqual(expect.arrayContaining(publicNames));
  });

  it.each([
    { flag: '--require', app: 'service.cjs' },
    { flag: '--require', app: 'service.mjs' },
    { flag: '--import', app: 'service.cjs' },
    { flag: '--import', app: 'service.mjs' },
  ])('$flag otel-xray/register traces $app, its helpers and its own copy of the API', async ({ flag, app }) => {
    await using receiver = await startReceiver();
    const options = { node: binary, args: [flag, 'otel-xray/register', app], cwd: project, env: receiver.env };
    const { run, answer } = await serveOne(options, '/orders');

    expect({ status: answer.status, code: run.code }).toEqual({ status: 200, code: 0 });
    expect(drawTrace(receiver.spans())).toEqual([
      'shop server GET 200',
      '  shop internal BuildAnswer',
      '    shop internal own api',
    ]);
    expect(answer.headers['x-amzn-trace-id']).toContain(`Root=${answer.body};`);
    const outOfSupport = version.startsWith('20.') ? 1 : 0;
    expect(run.stderr.trim().split('\n')).toHaveLength(1 + outOfSupport);
  });
});

describe('what is loaded when it is needed', () => {
  it('HTTP exporters arrive with the first spans', async () => {
    await using receiver = await startReceiver();
    const env = {
      ...receiver.env,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.xray.httpEndpoint,
    };
    const args = ['--require', 'otel-xray/register', 'service.cjs'];
    const { run } = await serveOne({ args, cwd: project, env }, '/orders');
    expect(run.code).toBe(0);
    expect(receiver.spans()).toHaveLength(3);
  });

  it("OpenTelemetry's metrics arrive with their variable", async () => {
    await using collector = await startMetricsCollector();
    const env = {
      COLLECTOR: collector.endpoint,
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${collector.endpoint}/v1/metrics`,
      OTEL_METRIC_EXPORT_INTERVAL: '50',
      OTEL_METRIC_EXPORT_TIMEOUT: '50',
      OTEL_TRACES_EXPORTER: 'none',
    };
    const { code } = await runApp({ args: ['--require', 'otel-xray/register', 'metrics.cjs'], cwd: project, env });
    expect({ code, names: collector.metricNames() }).toEqual({ code: 0, names: expect.arrayContaining(['orders']) });
  });
});

/** An HTTP server that takes OTLP metrics as JSON and answers any other request once some have come. */
async function startMetricsCollector(): Promise<AsyncDisposable & { endpoint: string; metricNames: () => string[] }> {
  let received = '';
  const waiting: http.ServerResponse[] = [];
  const server = http.createServer((request, response) => {
    if (request.method !== 'POST') {
      waiting.push(response);
      return;
    }
    request.setEncoding('utf8').on('data', (text: string) => (received += text));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json').end('{}');
      for (const each of waiting.splice(0)) each.end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    metricNames: () => [...received.matchAll(/"name":"([^"]+)"/g)].map(([, name = '']) => name),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

describe('the preload path', () => {
  const env = { OTEL_TRACES_EXPORTER: 'none' };
  const ours = (name: string): string => path.join(project, 'node_modules/otel-xray', name);

  it('is three files before the first line of a CommonJS application', async () => {
    expect(await printedBy(['--require', 'otel-xray/register', 'loaded-files.cjs'], env)).toEqual(
      ['register.js', 'preload.js', 'distro.js'].map(ours),
    );
  });

  it("loads none of Node's larger modules before that line", async () => {
    const loaded = await printedBy(['--require', 'otel-xray/register', 'loaded-builtins.cjs'], env);
    expect(loaded).toContain('module');
    const late = ['crypto', 'fs/promises', 'http', 'http2', 'https', 'net', 'stream', 'tty', 'worker_threads'];
    expect(late.filter((name) => (loaded as string[]).includes(name))).toEqual([]);
  });

  it.each(['OTEL_SDK_DISABLED', 'AWS_XRAY_SDK_DISABLED'])(
    'loads nothing more than its doors under %s',
    async (name) => {
      expect(await printedBy(['--require', 'otel-xray/register', 'loaded-files.cjs'], { [name]: 'true' })).toEqual(
        ['register.js', 'preload.js'].map(ours),
      );
    },
  );
});

describe('the command otel-xray', () => {
  const command = (): string => path.join(project, 'node_modules/.bin/otel-xray');

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(path.join(built.folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await runApp({ node: command(), args: ['--version'], cwd: project })).toMatchObject({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('dev prints the trace of a service', async () => {
    const args = [
      'dev',
      '--grpc-port',
      '0',
      '--http-port',
      '0',
      '--port',
      '0',
      '--',
      process.execPath,
      'one-request.cjs',
    ];
    const { code, stderr } = await runApp({ node: command(), args, cwd: project });
    expect(code).toBe(0);
    expect(stderr).toMatch(/shop GET \/orders +segment +200/);
    expect(stderr).not.toMatch(/warn|error/i);
  });
});
