import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLocalXRay, type TestXRay } from '../src/testing.ts';
import { recordSampleSpans } from './local/receiver/sample-spans.ts';

let xray: TestXRay;

beforeEach(async () => {
  xray = await startLocalXRay();
});

afterEach(async () => {
  await xray.close();
});

async function sendSample(): Promise<void> {
  const body = ProtobufTraceSerializer.serializeRequest(await recordSampleSpans()) ?? new Uint8Array();
  const headers = { 'content-type': 'application/x-protobuf' };
  const { status } = await fetch(`${xray.httpEndpoint}/v1/traces`, {
    method: 'POST',
    headers,
    body: Buffer.from(body),
  });
  expect(status).toBe(200);
}

test('a trace that is there already is found at once, one that comes later when it comes', async () => {
  const later = xray.waitForTrace({ filter: 'service("shop") { fault }', timeoutMillis: 20_000 });
  await sendSample();
  const { id, summary, documents } = await later;
  expect(summary).toMatchObject({ Id: id, HasFault: true, EntryPoint: { Name: 'shop' } });
  expect(documents.map(({ name }) => name ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
    'DynamoDB.GetItem',
    'shop',
  ]);
  expect((await xray.waitForTrace({ timeoutMillis: 1 })).id).toBe(id);
  expect(xray.traces('fault').map(({ Id }) => Id)).toEqual([id]);
  expect(xray.traces('ok')).toEqual([]);
});

test('a failure shows what is there as trees', async () => {
  await sendSample();
  const failure = xray.waitForTrace({ filter: 'service("other")', timeoutMillis: 20 });
  await expect(failure).rejects.toThrow(
    /^No whole trace that matches service\("other"\) arrived in 20 ms; what is there:/,
  );
  await expect(failure).rejects.toThrow(/✖ shop[^]*└─ DynamoDB\.GetItem/);
});

test('a failure with nothing there says so, and a filter that is none is told at once', async () => {
  await expect(xray.waitForTrace({ timeoutMillis: 1 })).rejects.toThrow(
    'No whole trace arrived in 1 ms; nothing arrived at all.',
  );
  await expect(xray.waitForTrace({ filter: 'duration >', timeoutMillis: 60_000 })).rejects.toThrow(
    '"filter" is no filter expression of X-Ray: Expected a number; the expression ends here.\n  duration >\n            ^',
  );
});

test('nothing is left behind', async () => {
  const other = await startLocalXRay();
  await other.close();
  await expect(fetch(other.xrayEndpoint)).rejects.toThrow();
});
