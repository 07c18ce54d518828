import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkNode } from '../../../src/cli/doctor/check-process.ts';
import { describeSkew } from '../../../src/cli/doctor/check-sampling.ts';
import { runDoctor } from '../../../src/cli/doctor/doctor-command.ts';
import type { Finding } from '../../../src/cli/doctor/finding.ts';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** The built package's door, as `--require` takes it. */
const registerFile = path.join(root, 'register.js');
const RULES = JSON.stringify({ SamplingRuleRecords: [{ SamplingRule: { RuleName: 'Default' } }] });

let xray: LocalXRay;
let proxy: HttpServer;
let project: string;
beforeAll(async () => {
  xray = await startLocal({ grpcPort: 0, httpPort: 0 });
  proxy = await startHttpServer((_request, response) => response.end(RULES));
});
afterAll(async () => {
  await xray.close();
  await proxy.close();
});
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'otel-xray-doctor-'));
  writePackage({ scripts: { start: 'node --require otel-xray/register app.js' } });
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

interface HttpServer {
  readonly address: string;
  close(): Promise<void>;
}

async function startHttpServer(listener: RequestListener): Promise<HttpServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A port on which nobody listens any more. */
async function closedAddress(): Promise<string> {
  const server = await startHttpServer(() => {});
  await server.close();
  return server.address;
}

function writePackage(manifest: object): void {
  writeFileSync(path.join(project, 'package.json'), JSON.stringify(manifest));
}

function installModule(name: string, version: string): void {
  const folder = path.join(project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  writeFileSync(path.join(folder, 'index.js'), 'module.exports = {};');
}

/** An environment in which everything is as it should be, with changes. */
function healthy(changes: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    AWS_REGION: 'eu-central-1',
    OTEL_EXPORTER_OTLP_ENDPOINT: xray.grpcEndpoint,
    OTEL_TRACES_SAMPLER_ARG: `endpoint=http://${proxy.address}`,
    ...changes,
  };
}

async function doctor(environment: Record<string, string>, args: readonly string[] = ['--json']) {
  const output = { stdout: '', stderr: '' };
  const ending = await runDoctor(args, {
    arguments: [],
    environment,
    stdout: { write: (text: string) => (output.stdout += text) },
    stderr: { write: (text: string) => (output.stderr += text) },
    registerFile,
    collectorFolder: path.join(root, 'collector'),
    workingDirectory: project,
  });
  return { code: 'code' in ending ? ending.code : undefined, ...output };
}

/** A finding with such sentences. */
function says(status: Finding['status'], message: RegExp, remedy = /./): object {
  return { status, message: expect.stringMatching(message), remedy: expect.stringMatching(remedy) };
}

/** What is found with these changes, by check. */
async function findings(environment: Record<string, string>): Promise<Record<string, Finding>> {
  const { stdout } = await doctor(environment);
  return Object.fromEntries((JSON.parse(stdout) as Finding[]).map((finding) => [finding.check, finding]));
}

test('a set-up without a fault ends with 0, and the collector gets the trace that is told', async () => {
  const { code, stdout } = await doctor(healthy());
  const found = JSON.parse(stdout) as Finding[];
  expect(found.map(({ check, status }) => `${check} ${status}`)).toEqual([
    'node ok',
    'configuration ok',
    'preload ok',
    'modules ok',
    'collector-port ok',
    'otlp ok',
    'test-trace ok',
    'sampling-proxy ok',
    'clock ok',
    'region ok',
  ]);
  expect(code).toBe(0);
  const [, traceId] = /(1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(stdout) ?? [];
  expect(xray.archive.get(traceId ?? '')).toBeDefined();
});

test('without --json each finding is one line with its remedy, and a failure ends with 1', async () => {
  const address = await closedAddress();
  const { code, stdout } = await doctor(healthy({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://${address}` }), []);
  expect(code).toBe(1);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(10);
  expect(lines[4]).toBe(
    `✖ collector-port Nobody answers at ${address}, where spans go (ECONNREFUSED). Start the collector ("otel-xray init compose" writes one), or say where it listens: OTEL_EXPORTER_OTLP_ENDPOINT.`,
  );
  expect(lines[5]).toMatch(/^– otlp/);
});

test('an unknown option is a mistake', async () => {
  expect(await doctor(healthy(), ['--yaml'])).toEqual({
    code: 2,
    stdout: '',
    stderr: '"otel-xray doctor" got "--yaml"; expected only --json. Nothing was checked.\n',
  });
});

describe('every finding is provoked', () => {
  test('node: one that is too old', () => {
    expect(checkNode('20.20.0')).toEqual({
      status: 'failure',
      message: 'Node 20.20.0 is out of support.',
      remedy: 'Use Node 22.15 or later.',
    });
  });

  test('configuration: a value that cannot be', async () => {
    const { configuration } = await findings(healthy({ OTEL_XRAY_SHUTDOWN_TIMEOUT: 'abc' }));
    expect(configuration).toMatchObject({ status: 'warning' });
    expect(configuration?.message).toContain('"OTEL_XRAY_SHUTDOWN_TIMEOUT" is "abc"');
  });

  test('preload: nothing loads otel-xray', async () => {
    writePackage({ scripts: { start: 'node app.js' } });
    expect((await findings(healthy()))['preload']).toMatchObject(says('failure', /./, /NODE_OPTIONS/));
  });

  test('preload: NODE_OPTIONS loads it', async () => {
    writePackage({});
    const { preload } = await findings(healthy({ NODE_OPTIONS: `--require ${registerFile}` }));
    expect(preload).toMatchObject({ status: 'ok', message: 'NODE_OPTIONS loads otel-xray into every Node process.' });
  });

  test('preload: NODE_OPTIONS names what is not installed', async () => {
    const { preload } = await findings(healthy({ NODE_OPTIONS: '--require otel-xray/register' }));
    expect(preload).toMatchObject(says('failure', /Cannot find module/, /npm install/));
  });

  test('preload: tracing is switched off', async () => {
    const { preload } = await findings(healthy({ OTEL_SDK_DISABLED: 'true' }));
    expect(preload).toMatchObject(says('failure', /switched off/));
  });

  test('modules: one in a version that hooks do not reach', async () => {
    installModule('pg', '1.0.0');
    writePackage({ dependencies: { pg: '1.0.0' } });
    const { modules } = await findings(healthy());
    expect(modules).toMatchObject({ status: 'failure', message: 'Hooks do not reach pg.' });
  });

  test('modules: one that is not installed, in a project of ES modules', async () => {
    writePackage({ type: 'module', dependencies: { express: '5.0.0' } });
    const { modules } = await findings(healthy());
    expect(modules).toMatchObject({ status: 'failure', message: 'Hooks do not reach express.' });
  });

  test('modules: one whose instrumentation is switched off', async () => {
    const { modules } = await findings(healthy({ OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http' }));
    expect(modules).toMatchObject({ status: 'failure', message: 'Hooks do not reach node:http.' });
  });

  test('collector-port: nobody listens', async () => {
    const found = await findings(healthy({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://${await closedAddress()}` }));
    expect(found['collector-port']).toMatchObject(says('failure', /ECONNREFUSED/));
    expect(found['otlp']?.status).toBe('skipped');
    expect(found['test-trace']?.status).toBe('skipped');
  });

  test('otlp: who listens speaks HTTP, but gRPC is configured', async () => {
    const found = await findings(healthy({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://${proxy.address}` }));
    expect(found['otlp']).toMatchObject(says('failure', /./, /http\/protobuf/));
    expect(found['test-trace']?.status).toBe('skipped');
  });

  test('otlp: who listens speaks HTTP/2, as for gRPC, but OTLP over HTTP is configured', async () => {
    const server = createHttp2Server();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { otlp } = await findings(
      healthy({
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      }),
    );
    server.close();
    expect(otlp).toMatchObject(says('failure', /./, /OTEL_EXPORTER_OTLP_PROTOCOL=grpc/));
  });

  test('otlp: the certificate for TLS is not there', async () => {
    const environment = healthy({
      OTEL_EXPORTER_OTLP_ENDPOINT: xray.grpcEndpoint.replace('http:', 'https:'),
      OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere.pem',
    });
    expect((await findings(environment))['otlp']).toMatchObject(says('failure', /nowhere\.pem/));
  });

  test('otlp: over HTTP it is fine too', async () => {
    const found = await findings(
      healthy({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_EXPORTER_OTLP_ENDPOINT: xray.httpEndpoint }),
    );
    expect(found['otlp']?.status).toBe('ok');
    expect(found['test-trace']?.status).toBe('ok');
  });

  test('test-trace: the collector takes nothing for now', async () => {
    let calls = 0;
    const busy = await startHttpServer((_request, response) => {
      calls += 1;
      response.writeHead(calls === 1 ? 200 : 503).end();
    });
    const found = await findings(
      healthy({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_EXPORTER_OTLP_ENDPOINT: `http://${busy.address}` }),
    );
    await busy.close();
    expect(found['otlp']?.status).toBe('ok');
    expect(found['test-trace']).toMatchObject(says('failure', /./, /its queue is full/));
  });

  test('sampling-proxy: nobody answers, so the service samples by itself', async () => {
    const found = await findings(healthy({ OTEL_TRACES_SAMPLER_ARG: `endpoint=http://${await closedAddress()}` }));
    expect(found['sampling-proxy']).toMatchObject(says('warning', /ECONNREFUSED/));
    expect(found['clock']?.status).toBe('skipped');
  });

  test('sampling-proxy: the collector may not read the rules', async () => {
    const forbidden = await startHttpServer((_request, response) => {
      response.writeHead(403).end('{"Message":"not authorized to perform: xray:GetSamplingRules"}');
    });
    const found = await findings(healthy({ OTEL_TRACES_SAMPLER_ARG: `endpoint=http://${forbidden.address}` }));
    await forbidden.close();
    expect(found['sampling-proxy']).toMatchObject(
      says('failure', /not authorized/, /permission xray:GetSamplingRules/),
    );
  });

  test('sampling-proxy: who answers is somebody else', async () => {
    const other = await startHttpServer((_request, response) => response.end('<html>'));
    const found = await findings(healthy({ OTEL_TRACES_SAMPLER_ARG: `endpoint=http://${other.address}` }));
    await other.close();
    expect(found['sampling-proxy']).toMatchObject(says('failure', /<html>/));
  });

  test('sampling-proxy: another sampler asks nobody', async () => {
    const found = await findings(healthy({ OTEL_TRACES_SAMPLER: 'always_on' }));
    expect(found['sampling-proxy']?.status).toBe('skipped');
  });

  test('clock: this machine is six minutes slow', async () => {
    const ahead = await startHttpServer((_request, response) => {
      response.setHeader('date', new Date(Date.now() + 360_000).toUTCString()).end(RULES);
    });
    const found = await findings(healthy({ OTEL_TRACES_SAMPLER_ARG: `endpoint=http://${ahead.address}` }));
    await ahead.close();
    expect(found['clock']).toMatchObject(says('failure', /s slow/, /169\.254\.169\.123/));
  });

  test('clock: an answer may not tell the time', () => {
    expect(describeSkew(NaN, 0, 0).status).toBe('skipped');
    expect(describeSkew(0, 400_000, 400_000)).toMatchObject(says('failure', /400 s fast/));
    expect(describeSkew(0, 299_000, 301_000).status).toBe('ok');
  });

  test('region: none is set', async () => {
    const { AWS_REGION: _region, ...environment } = healthy();
    expect((await findings(environment))['region']).toMatchObject(says('warning', /./, /AWS_REGION/));
  });
});
