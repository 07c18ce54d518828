import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RecordingXRay, startRecordingXRay } from './support/recording-xray.ts';

let xray: RecordingXRay;
beforeAll(async () => {
  xray = await startRecordingXRay();
});
beforeEach(() => {
  xray.clear();
  xray.recover();
});
afterAll(() => xray.close());

const body = (...documents: string[]): string => JSON.stringify({ TraceSegmentDocuments: documents });
const post = (
  path: string,
  content: string | Buffer<ArrayBuffer> = '{}',
  headers: Record<string, string> = {},
): Promise<Response> => fetch(xray.endpoint + path, { method: 'POST', body: content, headers });

test('documents are kept as they came, compressed or not, apart by the path of the producer', async () => {
  await post('/TraceSegments', body('{"id":"1"}\n', '{"id":"2"}'));
  await post('/TraceSegments', Buffer.from(gzipSync(body('{"id":"3"}'))), { 'content-encoding': 'gzip' });
  await post('/other/TraceSegments', body('{"id":"4"}'));
  expect(xray.documents()).toEqual(['{"id":"1"}\n', '{"id":"2"}', '{"id":"3"}']);
  expect(xray.documents('/other')).toEqual(['{"id":"4"}']);
});

test('it can be waited for until documents are there', async () => {
  const waiting = xray.whenDocuments(2);
  await post('/TraceSegments', body('a'));
  await post('/TraceSegments', body('b'));
  expect(await waiting).toEqual(['a', 'b']);
});

test('sampling and telemetry are answered, other operations are not there', async () => {
  expect(await (await post('/GetSamplingRules')).json()).toMatchObject({
    SamplingRuleRecords: [{ SamplingRule: { RuleName: 'Default' } }],
  });
  expect(await (await post('/SamplingTargets')).json()).toMatchObject({ SamplingTargetDocuments: [] });
  expect((await post('/TelemetryRecords')).status).toBe(200);
  expect((await post('/ServiceGraph')).status).toBe(404);
});

test('it fails as often as it is told, and documents refused are not kept', async () => {
  xray.fail({ status: 429 }, 2);
  const answers = [
    await post('/TraceSegments', body('a')),
    await post('/TraceSegments', body('a')),
    await post('/TraceSegments', body('a')),
  ];
  expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
  expect(xray.documents()).toEqual(['a']);
});

test('it cuts connections until it recovers', async () => {
  xray.fail('drop');
  await expect(post('/TraceSegments', body('a'))).rejects.toThrow();
  xray.recover();
  expect((await post('/TraceSegments', body('b'))).status).toBe(200);
  expect(xray.documents()).toEqual(['b']);
});

test('whoever takes it for a proxy is recorded as a stray', async () => {
  const { request } = await import('node:http');
  const { port } = new URL(xray.endpoint);
  await new Promise<void>((resolve) => {
    request({ host: '127.0.0.1', port, method: 'CONNECT', path: 'sts.amazonaws.com:443' })
      .on('error', () => resolve())
      .on('connect', () => resolve())
      .end();
  });
  await new Promise<void>((resolve) => {
    request({ host: '127.0.0.1', port, path: 'http://169.254.169.254/latest/meta-data' }, (response) =>
      response.resume().on('end', resolve),
    ).end();
  });
  expect(xray.strayRequests()).toEqual([
    'CONNECT sts.amazonaws.com:443',
    'GET http://169.254.169.254/latest/meta-data',
  ]);
});
