import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Attributes, ROOT_CONTEXT } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import { type RunningCli, runTestCli, startTestCli } from './process.ts';

async function sendOneSpan(cli: RunningCli, attributes: Attributes = {}): Promise<void> {
  const [, endpoint] = await cli.says(/OTLP\/HTTP (http:\/\/\S+)/);
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  provider.getTracer('test').startSpan('from elsewhere', { attributes }, ROOT_CONTEXT).end();
  await provider.shutdown();
}

test('local prints the traces of any producer on stdout until it is told to end', async () => {
  const cli = startTestCli(['local', '--grpc-port', '0', '--http-port', '0', '--port', '0']);
  await sendOneSpan(cli);
  await cli.says(/✓ from elsewhere/);
  cli.process.kill('SIGINT');
  const { code, stdout, stderr } = await cli.ended;
  expect(code).toBe(0);
  expect(stdout).toContain('from elsewhere');
  expect(stderr).not.toContain('from elsewhere');
});

test('with --json there are only documents on stdout, and nothing in them that a terminal obeys', async () => {
  const cli = startTestCli(['local', '--grpc-port', '0', '--http-port', '0', '--port', '0', '--json']);
  const hostile = '\u{1b}[2J \u{9b}2J \u{202e} \u{e0041}';
  await sendOneSpan(cli, { hostile, count: 3 });
  await cli.says(/from elsewhere.*\n/);
  cli.process.kill('SIGINT');
  const { code, stdout } = await cli.ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^[^\n]+\n$/);
  expect(stdout.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'from elsewhere',
    metadata: { default: { hostile, count: 3 } },
  });
});

test('a database that another process has open is said, and nothing is run', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-local-'));
  const file = path.join(folder, 'traces.db');
  const other = new DatabaseSync(file);
  other.exec('BEGIN EXCLUSIVE');
  const { code, stderr } = await runTestCli([
    'local',
    '--port',
    '0',
    '--grpc-port',
    '0',
    '--http-port',
    '0',
    '--db',
    file,
  ]);
  other.close();
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(stderr).toMatch(/ is open in another process; expected a file of its own\. Nothing was run\.\n$/);
});

describe('without a command', () => {
  test('--help explains everything on stdout', async () => {
    const { code, stdout, stderr } = await runTestCli(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/otel-xray dev \[options\] -- <command>/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('--version is one line on stdout', async () => {
    expect(await runTestCli(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
