import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type LookupFunction, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostJson } from '../../src/sampler/post-json.ts';
import { createSamplingService, wireRule, type SamplingService } from './support/sampling-service.ts';
import { serveSampling, type ServedSampling } from './support/serve-sampling.ts';

const never = new AbortController().signal;
let service: SamplingService;
let served: ServedSampling;

beforeAll(async () => {
  service = createSamplingService({ epochMillis: Date.now, rules: [wireRule()] });
  served = await serveSampling(service);
});

afterAll(async () => {
  await served[Symbol.asyncDispose]();
});

test('an answer comes with the time of the server', async () => {
  served.mode = 'answer';
  const answer = await createPostJson(served.url, never)('/GetSamplingRules', {});
  expect(answer).toMatchObject({ kind: 'answered', body: { SamplingRuleRecords: [{ CreatedAt: 0 }] } });
  expect(answer.kind === 'answered' && Number.isInteger(answer.serverMillis)).toBe(true);
  expect(served.headers.at(-1)).toMatchObject({
    'content-type': 'application/json',
    'content-length': '2',
    connection: 'close',
  });
});

test('the time of the server is told, whatever it answers', async () => {
  const told: [number, string][] = [];
  const onServerTime = (serverMillis: number, source: string): void => void told.push([serverMillis, source]);
  for (const mode of ['answer', 403] as const) {
    served.mode = mode;
    await createPostJson(served.url, never, { onServerTime })('/GetSamplingRules', {});
  }
  expect(told).toEqual(Array.from({ length: 2 }, () => [expect.any(Number), served.url]));
  expect(told.every(([millis]) => Math.abs(Date.now() - millis) < 60_000)).toBe(true);
});

describe('what was not answered', () => {
  test.each([
    [403, { kind: 'refused', status: 403, reason: 'status 403: {"message":"not authorized"}' }],
    [429, { kind: 'refused', status: 429 }],
    [302, { kind: 'refused', status: 302 }],
    [500, { kind: 'lost', status: 500 }],
    [502, { kind: 'lost', status: 502 }],
    ['drop', { kind: 'lost' }],
    ['hang', { kind: 'lost', reason: 'no answer within 100 ms' }],
    ['garbage', { kind: 'lost', reason: 'an answer that is not JSON' }],
  ] as const)('%s is %j', async (mode, expected) => {
    served.mode = mode;
    expect(await createPostJson(served.url, never, {}, 100)('/SamplingTargets', { a: 1 })).toMatchObject(expected);
  });

  test('is refused where the connection is ended because it is not made in time', async () => {
    const boundConnecting = (socket: Socket): void => void socket.destroy(new Error('no connection in time'));
    expect(await createPostJson(served.url, never, { boundConnecting })('/x', {})).toEqual({
      kind: 'refused',
      reason: 'no connection in time',
    });
  });

  test('is refused where the host is not found by what finds hosts', async () => {
    const lookup: LookupFunction = (_host, _options, callback) => callback(new Error('no such host'), []);
    expect(await createPostJson('http://proxy.example:2000', never, { lookup })('/x', {})).toEqual({
      kind: 'refused',
      reason: 'no such host',
    });
  });

  test('is refused where nobody listens, and where no host can be', async () => {
    const nobody = await freePort();
    expect(await createPostJson(`http://127.0.0.1:${nobody}`, never)('/x', {})).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('ECONNREFUSED') as string,
    });
    expect(await createPostJson('http://a b', never)('/x', {})).toMatchObject({ kind: 'refused' });
    expect(await createPostJson(`http://127.0.0.1:${nobody}`, never)('/x', circular())).toMatchObject({
      kind: 'refused',
    });
  });

  test('ends when sampling stops', async () => {
    served.mode = 'hang';
    const stopping = new AbortController();
    const answer = createPostJson(served.url, stopping.signal)('/x', {});
    stopping.abort();
    expect((await answer).kind).not.toBe('answered');
  });
});

describe('over HTTPS', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'otel-xray-tls-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('an unknown certificate is refused before anything is sent', async () => {
    const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ];
    execFileSync('openssl', args, { stdio: 'ignore' });
    await using secure = await serveSampling(service, { key: readFileSync(key), cert: readFileSync(cert) });
    expect(await createPostJson(secure.url, never)('/GetSamplingRules', {})).toMatchObject({ kind: 'refused' });
    expect(secure.headers).toEqual([]);

    // Nothing of a request holds the process, so something else must.
    const script = `const held = setTimeout(() => {}, 20_000);
      import { createPostJson } from ${JSON.stringify(path.resolve('src/sampler/post-json.ts'))};
      const answer = await createPostJson(${JSON.stringify(secure.url)}, new AbortController().signal)('/GetSamplingRules', {});
      console.log(answer.kind);
      clearTimeout(held);`;
    const { runApp } = await import('../support/run-app.ts');
    const run = await runApp({
      args: ['--no-warnings', '--input-type=module-typescript', '--eval', script],
      env: { NODE_EXTRA_CA_CERTS: cert },
    });
    expect(run.stdout.trim() || run.stderr).toBe('answered');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function circular(): object {
  const object: Record<string, unknown> = {};
  object['self'] = object;
  return object;
}
