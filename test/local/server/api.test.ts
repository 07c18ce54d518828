import { request as httpRequest } from 'node:http';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  BatchGetTracesResult,
  GetServiceGraphResult,
  GetTraceSummariesResult,
} from '../../../src/local/api/xray-api.ts';
import type { TraceDocuments } from '../../../src/local/api/console-api.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { SAMPLE_TRACE_ID, sampleDocument, sampleId } from '../sample-document.ts';
import { SAMPLE_START_MILLIS } from '../sample-span.ts';

let xray: LocalXRay;
let folder: string;

function put(documents: readonly SegmentDocument[]): void {
  xray.put(documents.map((document) => ({ document })));
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'console-'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>the console');
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'assets/app-1a2b.js'), '1');
  xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0, consoleFolder: folder });
  put([
    sampleDocument({
      id: 1,
      name: 'shop',
      durationMillis: 100,
      origin: 'AWS::ECS::Fargate',
      http: { request: { method: 'GET', url: 'http://shop/orders' }, response: { status: 500 } },
      fault: true,
      annotations: { tenant: 'acme' },
    }),
    sampleDocument({
      id: 2,
      parent: 1,
      name: 'DynamoDB',
      namespace: 'aws',
      startMillis: 10,
      durationMillis: 50,
      fault: true,
      aws: { operation: 'GetItem', table_name: 'orders' },
    }),
    sampleDocument({ id: 3, parent: 1, name: 'pricing', namespace: 'remote', startMillis: 70, durationMillis: 20 }),
    sampleDocument({ id: 4, parent: 3, type: undefined, name: 'pricing', startMillis: 72, durationMillis: 15 }),
  ]);
});

afterEach(async () => {
  await xray.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** With headers that `fetch` would not let through. */
function ask(method: string, target: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const { hostname, port } = new URL(xray.xrayEndpoint);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path: target, headers }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function call<Result>(operation: string, body: unknown): Promise<Result> {
  const answer = await ask('POST', `/${operation}`, { 'content-type': 'application/json' }, JSON.stringify(body));
  expect(answer).toMatchObject({ status: 200 });
  return JSON.parse(answer.text) as Result;
}

const START = SAMPLE_START_MILLIS / 1000;
const RANGE = { StartTime: START - 60, EndTime: START + 60 };

test('GetTraceSummaries tells of the trace what X-Ray tells', async () => {
  const { TraceSummaries } = await call<GetTraceSummariesResult>('TraceSummaries', RANGE);
  expect(TraceSummaries).toMatchObject([
    {
      Id: SAMPLE_TRACE_ID,
      Duration: 0.1,
      ResponseTime: 0.1,
      HasFault: true,
      HasError: false,
      IsPartial: false,
      Http: { HttpURL: 'http://shop/orders', HttpStatus: 500, HttpMethod: 'GET' },
      Annotations: { tenant: [{ AnnotationValue: { StringValue: 'acme' }, ServiceIds: [{ Name: 'shop' }] }] },
      EntryPoint: { Name: 'shop', Type: 'AWS::ECS::Fargate' },
      FaultRootCauses: [
        {
          ClientImpacting: true,
          Services: [
            { Name: 'shop', Inferred: false, EntityPath: [{ Name: 'shop' }, { Name: 'DynamoDB', Remote: true }] },
            { Name: 'orders', Type: 'AWS::DynamoDB::Table', Inferred: true },
          ],
        },
      ],
    },
  ]);
});

test('BatchGetTraces puts subsegments into their segment and infers what sends no segments', async () => {
  const { Traces, UnprocessedTraceIds } = await call<BatchGetTracesResult>('Traces', {
    TraceIds: [SAMPLE_TRACE_ID, '1-00000000-000000000000000000000000'],
  });
  expect(UnprocessedTraceIds).toEqual(['1-00000000-000000000000000000000000']);
  const documents = Traces[0]?.Segments.map(({ Document }) => JSON.parse(Document) as object);
  expect(documents).toMatchObject([
    { id: sampleId(1), subsegments: [{ id: sampleId(2), name: 'DynamoDB' }, { id: sampleId(3) }] },
    { id: sampleId(4), parent_id: sampleId(3) },
    { name: 'DynamoDB', inferred: true, parent_id: sampleId(2), origin: 'AWS::DynamoDB::Table' },
  ]);
});

test('a trace is found by its id in X-Ray’s and in W3C’s form, in either case, and once', async () => {
  const digits = SAMPLE_TRACE_ID.replaceAll('-', '').slice(1);
  const forms = [SAMPLE_TRACE_ID, SAMPLE_TRACE_ID.toUpperCase(), digits, digits.toUpperCase()];
  for (const form of forms) {
    expect(await call('Traces', { TraceIds: [form] })).toMatchObject({
      Traces: [{ Id: SAMPLE_TRACE_ID }],
      UnprocessedTraceIds: [],
    });
    const graph = await call<GetServiceGraphResult>('TraceGraph', { TraceIds: [form] });
    expect(graph.Services).toHaveLength(4);
    expect(JSON.parse((await ask('GET', `/console/trace/${form}`)).text)).toMatchObject({ traceId: SAMPLE_TRACE_ID });
  }
  const { Traces } = await call<BatchGetTracesResult>('Traces', { TraceIds: forms });
  expect(Traces).toHaveLength(1);
  const { Services } = await call<GetServiceGraphResult>('TraceGraph', { TraceIds: forms });
  expect(Services[0]?.Edges[0]?.SummaryStatistics.TotalCount).toBe(1);
  const unknown = ['ABCDEF00'.repeat(4), 'x', ''];
  expect(await call('Traces', { TraceIds: unknown })).toEqual({ Traces: [], UnprocessedTraceIds: unknown });
});

test('GetServiceGraph draws client, services and resources', async () => {
  const { Services } = await call<GetServiceGraphResult>('ServiceGraph', RANGE);
  const lines = Services.flatMap(({ Name, Type, Edges }) =>
    Edges.map(({ ReferenceId, SummaryStatistics }) => {
      const target = Services[ReferenceId];
      return `${Type ?? ''} ${Name} → ${target?.Type ?? ''} ${target?.Name}: ${SummaryStatistics.FaultStatistics.TotalCount}/${SummaryStatistics.TotalCount}`;
    }),
  );
  expect(lines).toEqual([
    'client shop → AWS::ECS::Fargate shop: 1/1',
    'AWS::ECS::Fargate shop → AWS::DynamoDB::Table orders: 1/1',
    'AWS::ECS::Fargate shop →  pricing: 0/1',
  ]);
});

test('POST /console/map draws the traces that a filter takes, and leaves no group behind', async () => {
  const draw = async (FilterExpression: string) =>
    (await call<GetServiceGraphResult>('console/map', { ...RANGE, FilterExpression })).Services.map(({ Name }) => Name);
  expect(await draw('fault')).toEqual(['shop', 'shop', 'orders', 'pricing']);
  expect(await draw('ok')).toEqual([]);
  const wrong = JSON.stringify({ ...RANGE, FilterExpression: '(' });
  expect(await ask('POST', '/console/map', {}, wrong)).toMatchObject({ status: 400 });
  expect(await call('Groups', {})).toMatchObject({ Groups: [{ GroupName: 'Default' }] });
});

test('the console gets the documents of a trace as they came', async () => {
  const again = sampleDocument({ id: 1, name: 'shop', durationMillis: 200 });
  await ask('GET', '/console/status');
  put([again]);
  const { text } = await ask('GET', `/console/trace/${SAMPLE_TRACE_ID}`);
  const { traceId, revision, documents } = JSON.parse(text) as TraceDocuments;
  expect({ traceId, revision }).toEqual({ traceId: SAMPLE_TRACE_ID, revision: 2 });
  expect(documents.map((chunk) => chunk.map(({ id }) => id))).toEqual([[1, 2, 3, 4].map(sampleId), [sampleId(1)]]);
  expect(documents[1]).toEqual([JSON.parse(JSON.stringify(again))]);
  expect(await ask('GET', '/console/trace/1-0-0')).toMatchObject({
    status: 404,
    text: expect.stringContaining('This trace is not here'),
  });
});

test('what changes is told to an open console', async () => {
  const controller = new AbortController();
  const response = await fetch(`${xray.xrayEndpoint}/console/events`, { signal: controller.signal });
  put([sampleDocument({ id: 9, parent: 1 })]);
  let told = '';
  for await (const chunk of response.body ?? []) {
    told += Buffer.from(chunk).toString();
    if (told.includes('event: traces')) break;
  }
  expect(told).toContain(SAMPLE_TRACE_ID);
  controller.abort();
});

describe('the console is served', () => {
  test('with a policy under which only its own scripts run and no string becomes HTML', async () => {
    const { status, headers, text } = await ask('GET', '/');
    expect({ status, text }).toEqual({ status: 200, text: '<!doctype html>the console' });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types otel-xray-worker; worker-src 'self'",
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('from its folder only', async () => {
    const { status, headers } = await ask('GET', '/assets/app-1a2b.js');
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/javascript; charset=utf-8' });
    for (const target of [
      '/../package.json',
      '/assets/../../etc/passwd',
      '/assets/%2e%2e/%2e%2e/etc/passwd',
      '/assets',
    ]) {
      expect(await ask('GET', target)).toMatchObject({ status: 404 });
    }
  });

  test('as a page that says so when it is not built', async () => {
    const bare = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
    const page = await fetch(bare.xrayEndpoint);
    expect(await page.text()).toContain('The console is not built');
    await bare.close();
  });
});

describe('pages of other sites are kept out', () => {
  const SUMMARIES = JSON.stringify(RANGE);
  const json = { 'content-type': 'application/json' };
  test.each([
    ['by the name that they gave this machine', { ...json, host: 'evil.example:2000' }, 421],
    ['by their origin', { ...json, origin: 'https://evil.example' }, 403],
    ['also another port of this machine', { ...json, origin: 'http://127.0.0.1:1' }, 403],
    ['sandboxed frames and files', { ...json, origin: 'null' }, 403],
    ['by what the browser says of them', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['by the content type of a form', { 'content-type': 'text/plain' }, 415],
    ['by the content type of an upload', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
  ])('%s', async (_name, headers, status) => {
    expect(await ask('POST', '/TraceSummaries', headers, SUMMARIES)).toMatchObject({ status });
  });

  describe('at every path', () => {
    const EVERYWHERE: readonly (readonly [string, string])[] = [
      ['GET', '/'],
      ['GET', '/assets/app-1a2b.js'],
      ['GET', '/console/status'],
      ['GET', '/console/events'],
      ['GET', `/console/trace/${SAMPLE_TRACE_ID}`],
      ['POST', '/console/filter'],
      ['POST', '/console/session'],
      ['POST', '/TraceSegments'],
      ['POST', '/GetSamplingRules'],
      ['POST', '/SamplingTargets'],
      ['POST', '/v1/traces'],
      ['GET', '/nothing'],
    ];
    test.each(EVERYWHERE)('%s %s', async (method, path) => {
      const body = method === 'POST' ? '{}' : '';
      for (const host of ['evil.example', 'localhost.evil.example:2000', '192.168.0.7', '0.0.0.0']) {
        expect(await ask(method, path, { ...json, host }, body)).toMatchObject({ status: 421 });
      }
      for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1.evil.example']) {
        const answer = await ask(method, path, { ...json, origin }, body);
        expect(answer).toMatchObject({ status: 403 });
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      }
    });

    test.each(EVERYWHERE.filter(([method, path]) => method === 'GET' || path.startsWith('/console')))(
      'not even reading from a page of this machine: %s %s',
      async (method, path) => {
        const page = { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' };
        const answer = await ask(method, path, { ...json, ...page }, method === 'POST' ? '{}' : '');
        expect(answer).toMatchObject({ status: 403 });
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      },
    );
  });

  test('from reading, but a link to the console works', async () => {
    const site = { 'sec-fetch-site': 'cross-site' };
    expect(await ask('GET', '/console/status', { ...site, 'sec-fetch-mode': 'cors' })).toMatchObject({ status: 403 });
    const link = { ...site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(await ask('GET', '/', link)).toMatchObject({ status: 200 });
  });

  test('while the console itself and clients that are no browsers are served', async () => {
    const own = { ...json, origin: xray.xrayEndpoint, 'sec-fetch-site': 'same-origin' };
    expect(await ask('POST', '/TraceSummaries', own, SUMMARIES)).toMatchObject({ status: 200 });
    expect(await ask('POST', '/TraceSummaries', {}, SUMMARIES)).toMatchObject({ status: 200 });
  });
});

test.each([
  ['an unknown operation', '/NoSuchThing', '{}', 404, 'UnknownOperationException'],
  ['a body that is not JSON', '/TraceSummaries', '{', 400, 'InvalidRequestException'],
  ['a missing time', '/TraceSummaries', '{"StartTime":1}', 400, 'InvalidRequestException'],
  [
    'a range that ends before it starts',
    '/ServiceGraph',
    '{"StartTime":2,"EndTime":1}',
    400,
    'InvalidRequestException',
  ],
  ['no trace ids', '/Traces', '{"TraceIds":[]}', 400, 'InvalidRequestException'],
])('%s is answered with the error of X-Ray', async (_name, target, body, status, type) => {
  const answer = await ask('POST', target, { 'content-type': 'application/json' }, body);
  expect(answer).toMatchObject({ status, headers: { 'x-amzn-errortype': type } });
  expect(JSON.parse(answer.text)).toMatchObject({ __type: type, Message: expect.any(String) });
});
