import { afterEach, describe, expect, test } from 'vitest';
import { createChildEnvironment } from '../../src/cli/child-environment.ts';
import { readRemoteAccess } from '../../src/cli/remote-access.ts';
import { type RunningCli, runTestCli, startTestCli } from './process.ts';

const TOKEN = 'sixteen-letters-';
const PORTS = ['--grpc-port', '0', '--http-port', '0', '--port', '0'];

describe('whom --host lets in', () => {
  test.each([
    [{}, {}, undefined],
    [{ host: 'localhost' }, {}, undefined],
    [{ host: '127.0.0.1' }, { OTEL_XRAY_TOKEN: TOKEN }, undefined],
    [{ host: '10.0.0.1', token: TOKEN }, { OTEL_XRAY_TOKEN: 'another-of-them-' }, { host: '10.0.0.1', token: TOKEN }],
    [{ host: 'box' }, { OTEL_XRAY_TOKEN: TOKEN }, { host: 'box', token: TOKEN }],
    [{ token: TOKEN }, {}, '"--token" is for other machines; expected "--host" with it.'],
    [
      { host: 'box', token: 'short' },
      {},
      '"--token" is no token; expected 16 to 256 letters, digits or any of "-._~".',
    ],
    [
      { host: 'box' },
      { OTEL_XRAY_TOKEN: 'with a space in it' },
      '"OTEL_XRAY_TOKEN" is no token; expected 16 to 256 letters, digits or any of "-._~".',
    ],
  ])('%j under %j: %j', (options, environment, expected) => {
    expect(readRemoteAccess(options, environment)).toEqual(expected);
  });

  test('and with which token, another at each start', () => {
    const tokens = [1, 2].map(() => readRemoteAccess({ host: 'box' }, {}));
    expect(tokens[0]).toMatchObject({ token: expect.stringMatching(/^[\w-]{22}$/) });
    expect(tokens[0]).not.toEqual(tokens[1]);
  });
});

test('the command under dev is not told the token', () => {
  const environment = { OTEL_XRAY_TOKEN: TOKEN, HOME: '/root' };
  const places = { grpcEndpoint: 'http://127.0.0.1:1', xrayEndpoint: 'http://127.0.0.1:2', registerFile: '/r.js' };
  expect(createChildEnvironment({ environment, ...places })).not.toHaveProperty('OTEL_XRAY_TOKEN');
});

test('a mistake in the token starts nothing', async () => {
  const { code, stderr } = await runTestCli(['local', ...PORTS, '--token', TOKEN]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: '"--token" is for other machines; expected "--host" with it. Nothing was run.\n',
  });
});

describe.skipIf(process.platform !== 'linux')('with --host', () => {
  let cli: RunningCli | undefined;
  afterEach(async () => {
    cli?.process.kill('SIGTERM');
    await cli?.ended;
  });

  const command = ['dev', ...PORTS, '--host', '127.0.0.2', '--', process.execPath, '-e', 'setInterval(() => {}, 1000)'];

  test('dev prints an address that opens the console on another machine', async () => {
    cli = startTestCli(command);
    const [, address = '', token = ''] = await cli.says(/console (http:\/\/127\.0\.0\.2:\d+)\/#token=([\w-]{22})/);
    await cli.says(new RegExp(`OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20${token}`));
    const { port } = new URL(address);
    await cli.says(/This is plain HTTP: whoever is on the way can read token and traces\./);
    await cli.says(new RegExp(`ssh -N -L ${port}:127\\.0\\.0\\.1:${port} USER@127\\.0\\.0\\.2\n`));
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${address}/console/status`, { headers })).status;
    expect(await ask({})).toBe(401);
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(200);
  });

  test('traces, trace and map ask another machine with the token', async () => {
    cli = startTestCli(command, { OTEL_XRAY_TOKEN: TOKEN });
    const [, port = ''] = await cli.says(/console http:\/\/127\.0\.0\.2:(\d+)/);
    const there = ['--host', '127.0.0.2', '--port', port];
    const refused = 'asks for its token; expected "--token" or OTEL_XRAY_TOKEN.';
    expect(await runTestCli(['traces', ...there])).toMatchObject({ code: 1, stderr: expect.stringContaining(refused) });
    expect(await runTestCli(['trace', 'last', ...there, '--token', 'wrong'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(refused),
    });
    const asked = await runTestCli(['map', ...there, '--json'], { OTEL_XRAY_TOKEN: TOKEN });
    expect(JSON.parse(asked.stdout)).toEqual({ Services: [], ReadShare: 1 });
    expect(await runTestCli(['traces', ...there, '--token', TOKEN])).toMatchObject({
      code: 0,
      stderr: 'No traces yet.\n',
    });
  });
});
