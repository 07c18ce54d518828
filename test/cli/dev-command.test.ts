import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { SegmentDocument } from '../../src/xray/segment-document.ts';
import { FIXTURES, runTestCli, startTestCli } from './process.ts';

const APP = ['--', process.execPath, path.join(FIXTURES, 'app.cjs')];
const FREE_PORTS = ['--grpc-port', '0', '--http-port', '0', '--port', '0'];

async function runDev(how: string, environment?: Record<string, string>) {
  return await runTestCli(['dev', ...FREE_PORTS, ...APP, how], environment);
}

const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-dev-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
    expect(stderr).toMatch(/^otel-xray .* console http:.*\nOTLP\/gRPC .*\n$/);
  });
});

describe('with --stay', () => {
  test('the console is there on after the command, until a signal; the exit code is still the command’s', async () => {
    const cli = startTestCli(['dev', ...FREE_PORTS, '--stay', ...APP, '3']);
    const [, endpoint = ''] = await cli.says(
      /└─ inner[^]*ended with 3\. Its traces stay at (http:\S+) until Ctrl-C\.\n/,
    );
    expect(await (await fetch(`${endpoint}/console/status`)).json()).toMatchObject({ counts: { traces: 1 } });
    cli.process.kill('SIGINT');
    expect(await cli.ended).toMatchObject({ code: 3, signal: null });
  });

  test('a command that was told to end is over', async () => {
    const cli = startTestCli(['dev', ...FREE_PORTS, '--stay', ...APP, 'wait']);
    await cli.says(/waiting/);
    cli.process.kill('SIGTERM');
    expect((await cli.ended).code).toBe(43);
  });

  test('local has no such option', async () => {
    expect(await runTestCli(['local', '--stay'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"--stay" is no option of "otel-xray local"'),
    });
  });
});

test('a port in use is replaced, and how the views find the new one is said', async () => {
  const holder = createServer();
  const held = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => resolve((holder.address() as AddressInfo).port));
  });
  const { stderr } = await runTestCli([
    'dev',
    '--grpc-port',
    '0',
    '--http-port',
    '0',
    '--port',
    String(held),
    ...APP,
    '0',
  ]);
  holder.close();
  const [, got, hinted] =
    /X-Ray listens on (\d+)\. "otel-xray traces" finds it with --port (\d+)\.\n/.exec(stderr) ?? [];
  expect(got).toBeDefined();
  expect(hinted).toBe(got);
});

describe('with --json', () => {
  function parseLines(text: string): SegmentDocument[] {
    return text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as SegmentDocument);
  }

  test("documents are printed on stderr, one a line, and stdout stays the command's", async () => {
    const { stdout, stderr, code } = await runTestCli(['dev', ...FREE_PORTS, '--json', ...APP, '0']);
    expect({ stdout, code }).toEqual({ stdout: 'from the app\n', code: 0 });
    expect(stderr).toContain('segment documents appear here');
    const [inner, outer] = parseLines(stderr);
    expect(outer).toMatchObject({ name: 'outer', trace_id: expect.stringMatching(/^1-[\da-f]{8}-[\da-f]{24}$/) });
    expect(inner).toMatchObject({ name: 'inner', parent_id: outer?.id, type: 'subsegment' });
  });

  test('and --output the file holds them alone', async () => {
    const file = path.join(folder, 'documents.jsonl');
    writeFileSync(file, 'something old');
    const { stderr, code } = await runTestCli(['dev', ...FREE_PORTS, '--json', '-o', file, ...APP, '0']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^otel-xray .* segment documents go to ".*documents\.jsonl" .*\n.*\n$/);
    expect(parseLines(readFileSync(file, 'utf8')).map(({ name }) => name)).toEqual(['inner', 'outer']);
  });
});

describe('with --output', () => {
  test('trees go to the file', async () => {
    const file = path.join(folder, 'traces.txt');
    const { stderr, code } = await runTestCli(['dev', ...FREE_PORTS, '--output', file, ...APP, '0']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^otel-xray .* finished traces go to ".*traces\.txt" .*\n.*\n$/);
    expect(readFileSync(file, 'utf8')).toMatch(/^\n✓ outer {2}ok · [^]*└─ inner /);
  });

  test('a file that cannot be opened is said, and nothing is run', async () => {
    const file = path.join(folder, 'nowhere', 'traces.txt');
    const { stdout, stderr, code } = await runTestCli(['dev', ...FREE_PORTS, '-o', file, ...APP, '0']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(/traces\.txt" could not be opened: ENOENT.*\. Nothing was run\.\n$/);
  });

  test('a file that cannot be written is said once', async () => {
    const { stderr, code } = await runTestCli(['dev', ...FREE_PORTS, '--json', '-o', '/dev/full', ...APP, '0']);
    expect(code).toBe(0);
    expect(stderr.match(/"\/dev\/full" could not be written: ENOSPC/g)).toHaveLength(1);
  });
});

test('a span that a collector would not send is told with the reason, and counted', async () => {
  const { stderr, code } = await runDev('broken');
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^The span "broken 1" of ".*" has NaN or an infinite number, so a collector would not send it to X-Ray\. It is not shown; others like it are counted\.$/m,
  );
  expect(stderr).not.toContain('broken 2');
  expect(stderr).toContain('\n2 spans were not shown: 2 with NaN or an infinite number.\n');
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
  const { code, stderr } = await runTestCli([
    'dev',
    '--grpc-port',
    port,
    '--http-port',
    '0',
    '--port',
    '0',
    ...APP,
    '0',
  ]);
  server.close();
  expect(code).toBe(0);
  expect(stderr).toMatch(new RegExp(`^Port ${port} is in use; OTLP/gRPC listens on \\d+\\.\n`));
  expect(stderr).toContain('└─ inner');
});
