import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIXTURES, runTestCli, startTestCli } from './process.ts';

const APP = ['--', process.execPath, path.join(FIXTURES, 'app.cjs')];
const FREE_PORTS = ['--grpc-port', '0', '--http-port', '0'];

async function runDev(how: string, environment?: Record<string, string>) {
  return await runTestCli(['dev', ...FREE_PORTS, ...APP, how], environment);
}

describe('a command under dev', () => {
  test('has its trace printed on stderr, and stdout for itself', async () => {
    const { stdout, stderr, code } = await runDev('0');
    expect(stdout).toBe('from the app\n');
    expect(stderr).toMatch(/✓ outer {2}ok · .* 1-[0-9a-f]{8}-[0-9a-f]{24}\n {2}outer .*\n {2}└─ inner /);
    expect(code).toBe(0);
  });

  test.each(['1', '3', '255'])('gives us its exit code %s', async (code) => {
    expect(await runDev(code)).toMatchObject({
      code: Number(code),
      signal: null,
      stderr: expect.stringContaining('└─ inner'),
    });
  });

  test.each(['SIGTERM', 'SIGKILL', 'SIGABRT'])('ends us by the signal that ends it: %s', async (signal) => {
    expect(await runDev(signal)).toMatchObject({ code: null, signal, stderr: expect.stringContaining('└─ inner') });
  });

  test('ends us with what a shell would say where its signal does not end Node', async () => {
    const { code, signal } = await runTestCli(['dev', ...FREE_PORTS, '--', 'sh', '-c', 'kill -PIPE $$']);
    expect({ code, signal }).toEqual({ code: 128 + 13, signal: null });
  });

  test.each([
    ['SIGHUP', 42],
    ['SIGTERM', 43],
    ['SIGINT', 44],
  ] as const)('gets our %s and may answer it as it likes', async (signal, code) => {
    const cli = startTestCli(['dev', ...FREE_PORTS, ...APP, 'wait']);
    await cli.says(/waiting/);
    cli.process.kill(signal);
    expect(await cli.ended).toMatchObject({ code, stderr: expect.stringContaining('└─ inner') });
  });

  test('has a trace printed while it runs', async () => {
    const cli = startTestCli(['dev', ...FREE_PORTS, ...APP, 'wait']);
    await cli.says(/└─ inner/);
    cli.process.kill('SIGTERM');
    expect((await cli.ended).code).toBe(43);
  });

  test('is printed in colour where that is wanted', async () => {
    expect((await runDev('0', { FORCE_COLOR: '1' })).stderr).toContain('\u{1b}[32m✓');
    expect((await runDev('0', { NO_COLOR: '1' })).stderr).not.toContain('\u{1b}');
  });

  test('may be anything, also without traces', async () => {
    const { code, stdout, stderr } = await runTestCli([
      'dev',
      ...FREE_PORTS,
      '--',
      'sh',
      '-c',
      'echo "$NODE_OPTIONS"; exit 7',
    ]);
    expect(code).toBe(7);
    expect(stdout).toContain('--require "');
    expect(stderr).toMatch(/^otel-xray .*\n$/);
  });
});

describe('what cannot be run', () => {
  test('a command that does not exist is said, with the exit code of shells', async () => {
    const { code, stderr } = await runTestCli(['dev', ...FREE_PORTS, '--', 'no-such-command']);
    expect(code).toBe(127);
    expect(stderr).toContain(
      '"no-such-command" was not found; expected a program on the PATH or a path to one. Nothing was run.\n',
    );
  });

  test('a file that is no program is said, with the exit code of shells', async () => {
    const { code, stderr } = await runTestCli(['dev', ...FREE_PORTS, '--', path.join(FIXTURES, 'app.cjs')]);
    expect(code).toBe(126);
    expect(stderr).toMatch(/app\.cjs" could not be started: .*EACCES.*\. Nothing was run\.\n$/);
  });

  test('a mistake in the arguments is said and exits with 2', async () => {
    expect(await runTestCli(['dev'])).toMatchObject({ code: 2, stderr: expect.stringContaining('got no command') });
  });
});

test('ports in use are replaced by free ones, and the command knows', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = String((server.address() as AddressInfo).port);
  const { code, stderr } = await runTestCli(['dev', '--grpc-port', port, '--http-port', '0', ...APP, '0']);
  server.close();
  expect(code).toBe(0);
  expect(stderr).toMatch(new RegExp(`^Port ${port} is in use; OTLP/gRPC listens on \\d+\\.\n`));
  expect(stderr).toContain('└─ inner');
});
