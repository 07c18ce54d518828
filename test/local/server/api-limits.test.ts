import diagnosticsChannel from 'node:diagnostics_channel';
import { connect, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LOOPBACK_ACCESS } from '../../../src/local/access/access.ts';
import { createActivity } from '../../../src/local/receiver/activity.ts';
import { createApiEndpoint } from '../../../src/local/server/api-endpoint.ts';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';

let xray: LocalXRay;

beforeEach(async () => (xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 })));
afterEach(async () => await xray.close());

/** Everything that comes back until the other side ends the connection. */
async function sendRaw(bytes: string, port = Number(new URL(xray.xrayEndpoint).port)): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

async function post(body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${xray.xrayEndpoint}/SamplingTargets`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return `${response.status} ${await response.text()}`;
}

async function isServing(): Promise<boolean> {
  return (await fetch(`${xray.xrayEndpoint}/GetSamplingRules`, { method: 'POST', body: Buffer.from('{}') })).ok;
}

/** X-Ray has one error for requests that it does not take. */
const TOO_LARGE = /^400 .*InvalidRequestException.*larger than 8388608 bytes/;

describe('the API port refuses, and goes on serving', () => {
  test('headers beyond 16 KiB', async () => {
    const request = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(17 * 1024)}\r\n\r\n`;
    expect(await sendRaw(request)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await isServing()).toBe(true);
  });

  test('what is no HTTP', async () => {
    expect(await sendRaw('\u0000\u0001\u0002\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await isServing()).toBe(true);
  });

  test('a body that is too long', async () => {
    expect(await post(new Uint8Array(8 * 1024 * 1024 + 1))).toMatch(TOO_LARGE);
    expect(await isServing()).toBe(true);
  });

  test('a small body that inflates to a huge one', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await post(new Uint8Array(bomb), { 'content-encoding': 'gzip' })).toMatch(TOO_LARGE);
    expect(await isServing()).toBe(true);
  });

  test('JSON nested deeper than any stack', async () => {
    const body = `{"SamplingStatisticsDocuments":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(await post(new TextEncoder().encode(body))).toMatch(/^400 .*InvalidRequestException/);
    expect(await isServing()).toBe(true);
  });
});

test('a request that does not come to its end is answered 408, and its connection closed', async () => {
  const endpoint = createApiEndpoint({
    operations: { x: () => ({}) },
    consoleWrites: {},
    consoleReads: () => undefined,
    events: { open() {}, close() {}, noteTrace() {}, noteDrops() {} },
    access: LOOPBACK_ACCESS,
    files: () => undefined,
    otlp: () => undefined,
    activity: createActivity(),
    requestTimeoutMillis: 50,
  });
  const server = createServer((socket) => endpoint.accept(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  expect(await sendRaw('POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab', port)).toMatch(
    /^HTTP\/1\.1 408 /,
  );
  endpoint.close();
  await new Promise((resolve) => server.close(resolve));
});

test('whatever it is told, the local X-Ray opens no connection itself', async () => {
  const opened: string[] = [];
  const note = (): void => void opened.push(new Error('opened here').stack ?? '');
  // Node tells here of every connection that this process opens, HTTP's too.
  diagnosticsChannel.subscribe('net.client.socket', note);
  const fresh = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
  fresh.put([
    {
      document: {
        trace_id: '1-5759e988-bd862e3fe1be46a994272793',
        id: '0000000000000001',
        name: 'http://192.0.2.1/',
        start_time: 1_700_000_000,
        end_time: 1_700_000_001,
        http: { request: { method: 'GET', url: 'http://127.0.0.1:9/probe' } },
        resource_arn: 'arn:aws:sqs:eu-west-1:1:queue',
      },
    },
  ]);
  expect(fresh.archive.counts.traces).toBe(1);
  await fresh.close();
  expect(opened).toEqual([]);
  await sendRaw('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  diagnosticsChannel.unsubscribe('net.client.socket', note);
  // The watch sees what there is to see.
  expect(opened).toHaveLength(1);
});
