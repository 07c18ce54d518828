import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpClient, parseRetryAfter } from '../../src/exporter/http-client.ts';
import { findClosedPort, startHttpCollector, startSilentServer, type FakeCollector } from './fake-collector.ts';

let collector: Pick<FakeCollector, 'close'> | undefined;
afterEach(async () => {
  await collector?.close();
  collector = undefined;
});

function connect(port: number) {
  return createHttpClient({
    url: new URL(`http://127.0.0.1:${port}/v1/traces`),
    headers: {},
    isCompressed: false,
    tlsFiles: {},
  });
}

const REQUEST = new TextEncoder().encode('..request..').subarray(2, 9);

test('exactly the bytes of the request arrive, on one connection after the other request', async () => {
  const running = await startHttpCollector();
  collector = running;
  const client = connect(running.port);
  expect(await client.send(REQUEST, 5000)).toMatchObject({ status: 'success' });
  expect(await client.send(REQUEST, 5000)).toMatchObject({ status: 'success' });
  client.close();
  expect(running.received.map(({ body, headers }) => [body.toString(), headers['content-length']])).toEqual([
    ['request', '7'],
    ['request', '7'],
  ]);
});

test.each([
  [200, 'success'],
  [202, 'success'],
  [301, 'failure'],
  [400, 'failure'],
  [401, 'failure'],
  [404, 'failure'],
  [413, 'failure'],
  [429, 'retryable'],
  [500, 'failure'],
  [502, 'retryable'],
  [503, 'retryable'],
  [504, 'retryable'],
])('status %i is a %s, as OTLP says', async (status, expected) => {
  const running = await startHttpCollector({ answers: [{ status }] });
  collector = running;
  const client = connect(running.port);
  const answer = await client.send(REQUEST, 5000);
  client.close();
  expect(answer.status).toBe(expected);
});

test('the wait that a busy collector asks for is passed on', async () => {
  const running = await startHttpCollector({ answers: [{ status: 429, headers: { 'retry-after': '7' } }] });
  collector = running;
  const client = connect(running.port);
  expect(await client.send(REQUEST, 5000)).toMatchObject({
    status: 'retryable',
    retryInMillis: 7000,
    error: { message: 'HTTP 429 Too Many Requests' },
  });
  client.close();
});

test('an endless answer is read to its end without being kept', async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.end('x'.repeat(8 << 20));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect((server.address() as AddressInfo).port);
  const answer = await client.send(REQUEST, 5000);
  client.close();
  server.close();
  expect(answer.status === 'success' && answer.body.length).toBeLessThanOrEqual(65_536);
});

test('an answer that breaks off is a failure that may be repeated', async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setImmediate(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect((server.address() as AddressInfo).port);
  expect(await client.send(REQUEST, 5000)).toMatchObject({ status: 'retryable', error: { code: 'ECONNRESET' } });
  client.close();
  server.close();
});

test('a port where nobody listens is told as such', async () => {
  const client = connect(await findClosedPort());
  expect(await client.send(REQUEST, 5000)).toMatchObject({ status: 'retryable', nobodyListens: true });
  client.close();
});

test('a server that says nothing is a time-out', async () => {
  const silent = await startSilentServer();
  collector = silent;
  const client = connect(silent.port);
  expect(await client.send(REQUEST, 20)).toMatchObject({
    status: 'failure',
    error: { message: 'no answer within 20 ms' },
  });
  // Of the time of all attempts together, this one was left with little.
  expect(await client.send(REQUEST, 20, 10_000)).toMatchObject({ error: { message: 'no answer within 10000 ms' } });
  client.close();
});

test('closing ends a request that runs', async () => {
  const silent = await startSilentServer();
  collector = silent;
  const client = connect(silent.port);
  const answer = client.send(REQUEST, 3_600_000);
  client.close();
  expect(await answer).toHaveProperty('error');
});

test.each([
  [undefined, undefined],
  ['0', 0],
  ['120', 120_000],
  ['Thu, 01 Jan 1970 00:01:40 GMT', 40_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
  ['', undefined],
])('Retry-After %s is %s milliseconds', (value, expected) => {
  expect(parseRetryAfter(value, 60_000)).toBe(expected);
});
