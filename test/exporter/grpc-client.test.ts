import { status } from '@grpc/grpc-js';
import { afterEach, expect, test } from 'vitest';
import { createGrpcClient } from '../../src/exporter/grpc-client.ts';
import { findClosedPort, startGrpcCollector, startSilentServer, type FakeCollector } from './fake-collector.ts';

let collector: Pick<FakeCollector, 'close'> | undefined;
afterEach(async () => {
  await collector?.close();
  collector = undefined;
});

function connect(port: number) {
  const url = new URL(`http://127.0.0.1:${port}`);
  return createGrpcClient({ url, headers: {}, isCompressed: false, userAgent: 'test' });
}

const REQUEST = new TextEncoder().encode('..request..').subarray(2, 9);

test('exactly the bytes of the request arrive at the trace service', async () => {
  const running = await startGrpcCollector();
  collector = running;
  const client = connect(running.port);
  expect(await client.send(REQUEST, 5000)).toMatchObject({ status: 'success' });
  client.close();
  expect(running.received[0]?.path).toBe('/opentelemetry.proto.collector.trace.v1.TraceService/Export');
  expect(running.received[0]?.body.toString()).toBe('request');
});

test('a port where nobody listens is told as such', async () => {
  const client = connect(await findClosedPort());
  expect(await client.send(REQUEST, 5000)).toMatchObject({ status: 'retryable', nobodyListens: true });
  client.close();
});

test('a server that says nothing is a time-out, again and again', async () => {
  const silent = await startSilentServer();
  collector = silent;
  const client = connect(silent.port);
  for (let i = 0; i < 7; i += 1) {
    expect(await client.send(REQUEST, 20)).toMatchObject({
      status: 'retryable',
      error: { code: status.DEADLINE_EXCEEDED, message: expect.stringContaining('no answer within 20 ms') },
    });
  }
  // Of the time of all attempts together, this one was left with little.
  expect(await client.send(REQUEST, 20, 10_000)).toMatchObject({
    error: { message: expect.stringContaining('no answer within 10000 ms') },
  });
  client.close();
});

test('closing ends a request that runs', async () => {
  const silent = await startSilentServer();
  collector = silent;
  const client = connect(silent.port);
  const answer = client.send(REQUEST, 3_600_000);
  client.close();
  expect(await answer).toMatchObject({ status: 'retryable', error: { code: status.CANCELLED } });
});
