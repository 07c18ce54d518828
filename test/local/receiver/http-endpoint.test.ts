import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { LOOPBACK_ACCESS } from '../../../src/local/access/access.ts';
import { createTokenAccess } from '../../../src/local/access/token-access.ts';
import { createActivity } from '../../../src/local/receiver/activity.ts';
import { createHttpEndpoint, type HttpEndpointOptions } from '../../../src/local/receiver/http-endpoint.ts';

let close = async (): Promise<void> => {};
afterEach(async () => await close());

/** The port of an endpoint that takes every span and forgets it. */
async function listen(options: Partial<HttpEndpointOptions> = {}): Promise<number> {
  const shared = { onSpans: () => {}, activity: createActivity(), access: LOOPBACK_ACCESS };
  const endpoint = createHttpEndpoint({ ...shared, ...options });
  const server = createServer((socket) => endpoint.accept(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = async () => {
    endpoint.close();
    await new Promise((resolve) => server.close(resolve));
  };
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** Everything that comes back until the other side ends the connection. */
async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

function ask(port: number, method: string, headers: Record<string, string>, path = '/v1/traces'): Promise<string> {
  const lines = Object.entries({ Host: 'localhost', Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const body = method === 'POST' ? 'Content-Length: 2\r\n\r\n{}' : '\r\n';
  return sendRaw(port, `${method} ${path} HTTP/1.1\r\n${lines.join('')}${body}`);
}

const HEAD = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

describe('a request that does not come to its end is answered 408, and its connection closed', () => {
  test.each([
    ['within its body', `${HEAD}Content-Length: 5\r\n\r\n{`],
    ['within its headers', HEAD],
  ])('%s', async (_name, bytes) => {
    const port = await listen({ requestTimeoutMillis: 50 });
    expect(await sendRaw(port, bytes)).toMatch(/^HTTP\/1\.1 408 /);
  });
});

test('headers beyond 16 KiB are refused', async () => {
  expect(await ask(await listen(), 'POST', { 'X-Long': 'x'.repeat(17 * 1024) })).toMatch(/^HTTP\/1\.1 431 /);
});

describe('a page of this machine may send spans, and nothing else', () => {
  const json = { 'Content-Type': 'application/json' };
  const asking = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' };

  test.each(['http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:3000', 'http://shop.localhost'])(
    '%s',
    async (Origin) => {
      const port = await listen();
      const first = await ask(port, 'OPTIONS', { Origin, ...asking });
      expect(first).toMatch(/^HTTP\/1\.1 204 /);
      expect(first).toContain(`Access-Control-Allow-Origin: ${Origin}\r\n`);
      expect(first).toContain('Access-Control-Allow-Methods: POST\r\n');
      expect(first).toContain('Access-Control-Allow-Headers: content-type, content-encoding\r\n');
      const then = await ask(port, 'POST', { Origin, ...json });
      expect(then).toMatch(/^HTTP\/1\.1 200 /);
      expect(then).toContain(`Access-Control-Allow-Origin: ${Origin}\r\n`);
      expect(`${first}${then}`).not.toMatch(/Allow-Credentials/i);
    },
  );

  test.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'file://'])(
    'but not %s',
    async (Origin) => {
      const port = await listen();
      for (const method of ['OPTIONS', 'POST']) {
        const answer = await ask(port, method, { Origin, ...json, ...asking });
        expect(answer).toMatch(/^HTTP\/1\.1 403 /);
        expect(answer).not.toMatch(/Access-Control/i);
      }
    },
  );

  test('nor under a name that was made to point here', async () => {
    const answer = await ask(await listen(), 'OPTIONS', {
      Host: 'evil.example',
      Origin: 'http://localhost',
      ...asking,
    });
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
  });

  test('nor to another path, nor without a content type that only scripts send', async () => {
    const port = await listen();
    const Origin = 'http://localhost:5173';
    expect(await ask(port, 'OPTIONS', { Origin, ...asking }, '/v1/logs')).toMatch(/^HTTP\/1\.1 405 /);
    expect(await ask(port, 'POST', { Origin, ...json }, '/v1/logs')).not.toMatch(/Access-Control/i);
    expect(await ask(port, 'POST', { Origin, 'Content-Type': 'text/plain' })).toMatch(/^HTTP\/1\.1 415 /);
  });

  test('nor from elsewhere without the token', async () => {
    const port = await listen({ access: createTokenAccess('secret', new Set(['devbox'])) });
    const headers = { Host: 'devbox', Origin: 'http://localhost:5173', ...json };
    expect(await ask(port, 'POST', headers)).toMatch(/^HTTP\/1\.1 401 /);
  });
});
