import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createActivity } from '../../../src/local/receiver/activity.ts';
import type { ConnectionHandler } from '../../../src/local/receiver/connection-handler.ts';
import { openPort, type OpenPort } from '../../../src/local/receiver/open-port.ts';
import { startLocal } from '../../../src/local/start-local.ts';

let opened: OpenPort | undefined;
afterEach(async () => await opened?.close());

/** A port that answers with the protocol that it saw and what was sent. */
async function open(silenceMillis?: number): Promise<number> {
  const answering = (protocol: string): ConnectionHandler => ({
    accept(socket) {
      let got = '';
      socket.on('data', (chunk) => (got += String(chunk)));
      socket.on('end', () => socket.end(`${protocol}: ${got}`));
    },
    close() {},
  });
  opened = await openPort({
    host: '127.0.0.1',
    port: 0,
    handlers: { http1: answering('HTTP/1.1'), http2: answering('HTTP/2') },
    activity: createActivity(),
    ...(silenceMillis !== undefined && { silenceMillis }),
  });
  return opened.port;
}

async function readAll(socket: Socket): Promise<string> {
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('a connection is given to the protocol that it speaks, with all that it said', () => {
  test.each([
    ['HTTP/2', 'PRI * HTTP/2.0\r\n'],
    ['HTTP/1.1', 'GET / HTTP/1.1\r\n'],
    ['HTTP/1.1', 'PUT / HTTP/1.1\r\n'],
    ['HTTP/1.1', 'PRINT /'],
    ['HTTP/1.1', '\u0001'],
  ])('%s, in one piece and byte by byte: %j', async (protocol, bytes) => {
    const port = await open();
    const whole = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    whole.end(bytes);
    expect(await readAll(whole)).toBe(`${protocol}: ${bytes}`);
    const slow = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const answer = readAll(slow);
    for (const byte of bytes) {
      await new Promise((resolve) => slow.write(byte, resolve));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    slow.end();
    expect(await answer).toBe(`${protocol}: ${bytes}`);
  });
});

test.each([
  ['nothing', ''],
  ['a part of the preface', 'PR'],
])('a connection that says %s is ended after a while', async (_name, bytes) => {
  const socket = connect(await open(50), '127.0.0.1');
  if (bytes !== '') socket.write(bytes);
  expect(await readAll(socket)).toBe('');
});

test('one that spoke in time is left alone', async () => {
  const socket = connect({ port: await open(1000), host: '127.0.0.1', allowHalfOpen: true });
  socket.write('GET');
  await new Promise((resolve) => setTimeout(resolve, 1300));
  socket.end(' /');
  expect(await readAll(socket)).toBe('HTTP/1.1: GET /');
});

test('a connection has so many streams at a time and no more', async () => {
  const xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
  const session = connectHttp2(xray.grpcEndpoint);
  const settings = new Promise((resolve) => session.once('remoteSettings', resolve));
  expect(await settings).toMatchObject({ maxConcurrentStreams: 100 });
  session.destroy();
  await xray.close();
});
