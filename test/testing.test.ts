import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLocalXRay, type TestXRay } from '../src/testing.ts';
import { sampleDocument } from './local/sample-document.ts';
import { recordSampleSpans } from './local/receiver/sample-spans.ts';

let xray: TestXRay;

beforeEach(async () => {
  xray = await startLocalXRay();
});

afterEach(async () => {
  await xray.close();
});

async function putDocuments(TraceSegmentDocuments: readonly string[]): Promise<void> {
  const body = JSON.stringify({ TraceSegmentDocuments });
  expect((await fetch(`${xray.xrayEndpoint}/TraceSegments`, { method: 'POST', body: Buffer.from(body) })).status).toBe(
    200,
  );
}

async function sendSample({ httpEndpoint } = xray): Promise<void> {
  const body = ProtobufTraceSerializer.serializeRequest(await recordSampleSpans()) ?? new Uint8Array();
  const headers = { 'content-type': 'application/x-protobuf' };
  const { status } = await fetch(`${httpEndpoint}/v1/traces`, {
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

test('a partial trace is told apart, and taken when that is asked for', async () => {
  const document = sampleDocument({ id: 2, parent: 1, type: undefined, name: 'called by the test' });
  // More of these than a page holds lie above the whole one.
  const partial = Array.from({ length: 120 }, (_, index) =>
    JSON.stringify({ ...document, trace_id: `1-5759e988-${String(index).padStart(24, '0')}` }),
  );
  await putDocuments(partial.slice(0, 50));
  const failure = xray.waitForTrace({ filter: 'service("called by the test")', timeoutMillis: 1 });
  await expect(failure).rejects.toThrow(/\nPartial traces match: .*"partial: true" takes them\.\n\n\(partial\)\n/);
  expect((await xray.waitForTrace({ partial: true, timeoutMillis: 1 })).summary.IsPartial).toBe(true);
  await putDocuments([JSON.stringify(sampleDocument({ id: 1, name: 'whole', startMillis: -1000 }))]);
  await putDocuments(partial.slice(50, 100));
  await putDocuments(partial.slice(100));
  expect((await xray.waitForTrace({ timeoutMillis: 1 })).summary.EntryPoint?.Name).toBe('whole');
});

test('several wait at once, each for its own, and the time may be without end', async () => {
  const waits = ['a', 'b', 'a'].map((name) =>
    xray.waitForTrace({ filter: `service("${name}")`, timeoutMillis: Infinity }),
  );
  const segment = (name: string, number: number) =>
    JSON.stringify(
      sampleDocument({ id: 1, name, trace_id: `1-5759e988-${String(number).padStart(24, '0')}`, startMillis: number }),
    );
  await putDocuments([segment('b', 1), segment('c', 2), segment('a', 3)]);
  expect((await Promise.all(waits)).map(({ summary }) => summary.EntryPoint?.Name)).toEqual(['a', 'b', 'a']);
});

test('groups, of which there are none, are told of', async () => {
  await expect(xray.waitForTrace({ filter: 'group.name = "x"' })).rejects.toThrow(/^"filter" names a group/);
});

test('who waits is told when it is closed, which may be said twice', async () => {
  const other = await startLocalXRay();
  const waiting = other.waitForTrace({ timeoutMillis: 60_000 });
  const told = expect(waiting).rejects.toThrow('The local X-Ray is closed.');
  await Promise.all([other.close(), other.close()]);
  await told;
  await other.close();
  await other[Symbol.asyncDispose]();
  await expect(other.waitForTrace()).rejects.toThrow('The local X-Ray is closed.');
});

test('a trace that was found can be drawn after the end', async () => {
  const other = await startLocalXRay();
  await sendSample(other);
  const trace = await other.waitForTrace();
  await other.close();
  expect(String(trace)).toContain('DynamoDB.GetItem');
});

test('several of them know nothing of each other', async () => {
  const others = await Promise.all([startLocalXRay(), startLocalXRay(), startLocalXRay()]);
  await sendSample(others[1]);
  expect(others.map((other) => other.traces().length)).toEqual([0, 1, 0]);
  const ports = [xray, ...others].flatMap(({ env }) =>
    Object.values(env).filter((value) => value.includes('127.0.0.1')),
  );
  // The daemon and the API share a number.
  expect(new Set(ports.map((value) => value.replace('http://', ''))).size).toBe(8);
  await Promise.all(others.map(async (other) => await other.close()));
});

test('nothing is left behind', async () => {
  const other = await startLocalXRay();
  await other.close();
  await expect(fetch(other.xrayEndpoint)).rejects.toThrow();
});
