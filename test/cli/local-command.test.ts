import { ROOT_CONTEXT } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import { runTestCli, startTestCli } from './process.ts';

test('local prints the traces of any producer on stdout until it is told to end', async () => {
  const cli = startTestCli(['local', '--grpc-port', '0', '--http-port', '0']);
  const [, endpoint] = await cli.says(/OTLP\/HTTP (http:\/\/\S+)/);
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  provider.getTracer('test').startSpan('from elsewhere', {}, ROOT_CONTEXT).end();
  await provider.shutdown();
  await cli.says(/✓ from elsewhere/);
  cli.process.kill('SIGINT');
  const { code, stdout, stderr } = await cli.ended;
  expect(code).toBe(0);
  expect(stdout).toContain('from elsewhere');
  expect(stderr).not.toContain('from elsewhere');
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
