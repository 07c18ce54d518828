import * as client from '@aws-sdk/client-xray';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { SAMPLE_TRACE_ID, sampleId } from '../sample-document.ts';
import { findDeviations } from './model-shape.ts';

const START = 1_700_000_000;
const RANGE = { StartTime: START - 60, EndTime: START + 60 };
const RULE = {
  RuleName: 'checkout',
  ResourceARN: '*',
  Priority: 10,
  FixedRate: 0.5,
  ReservoirSize: 5,
  ServiceName: 'shop',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: 'POST',
  URLPath: '/checkout',
  Version: 1,
  Attributes: { tier: 'gold' },
  SamplingRateBoost: { MaxRate: 0.8, CooldownWindowMinutes: 1 },
};
const STATISTICS = {
  RuleName: 'checkout',
  ClientID: 'a'.repeat(24),
  Timestamp: START,
  RequestCount: 1,
  SampledCount: 1,
  BorrowCount: 1,
};
const BOOST = { ServiceName: 'x', Timestamp: START, TotalCount: 2, AnomalyCount: 2, SampledAnomalyCount: 0 };

/** In this order: what one makes, others read and delete. */
const SUPPORTED: Readonly<Record<string, object>> = {
  PutTraceSegments: {
    TraceSegmentDocuments: [
      '{',
      '{"id":"x"}',
      JSON.stringify({
        trace_id: SAMPLE_TRACE_ID,
        id: sampleId(1),
        name: 'shop',
        start_time: START,
        end_time: START + 1,
        fault: true,
        error: true,
        user: 'u',
        resource_arn: 'arn:x',
        annotations: { text: 'x', number: 1, truth: false, ['__proto__']: 1, constructor: 'y' },
        http: { request: { url: 'u', method: 'GET', user_agent: 'a', client_ip: '::1' }, response: { status: 500 } },
        aws: { account_id: '1', ec2: { instance_id: 'i', availability_zone: 'z' } },
        cause: { exceptions: [{ id: sampleId(9), type: 'E', message: 'm' }, {}] },
        subsegments: [{ id: sampleId(2), name: 'q', namespace: 'remote', start_time: START, in_progress: true }],
        links: [{ trace_id: `1-5759e988-${'0'.repeat(24)}`, id: sampleId(7) }],
      }),
    ],
  },
  PutTelemetryRecords: { TelemetryRecords: [{ Timestamp: START }] },
  GetTraceSummaries: RANGE,
  BatchGetTraces: { TraceIds: [SAMPLE_TRACE_ID, '1-00000000-000000000000000000000000'] },
  GetServiceGraph: RANGE,
  GetTraceGraph: { TraceIds: [SAMPLE_TRACE_ID] },
  CreateSamplingRule: { SamplingRule: RULE },
  GetSamplingRules: {},
  GetSamplingTargets: {
    SamplingStatisticsDocuments: [STATISTICS, { ...STATISTICS, RuleName: 'x' }],
    SamplingBoostStatisticsDocuments: [
      { ...BOOST, RuleName: 'checkout' },
      { ...BOOST, RuleName: 'x' },
    ],
  },
  GetSamplingStatisticSummaries: {},
  UpdateSamplingRule: { SamplingRuleUpdate: { RuleName: 'checkout', Priority: 11 } },
  DeleteSamplingRule: { RuleName: 'checkout' },
  CreateGroup: { GroupName: 'slow', FilterExpression: 'responsetime > 1' },
  GetGroup: { GroupName: 'slow' },
  GetGroups: {},
  UpdateGroup: { GroupName: 'slow', FilterExpression: 'ok' },
  DeleteGroup: { GroupName: 'slow' },
  GetEncryptionConfig: {},
  ListTagsForResource: { ResourceARN: 'x' },
};

/** Lists and figures that the AWS CLI prints of every answer; where one is missing it prints null. */
const ALWAYS_THERE: Readonly<Record<string, readonly string[]>> = {
  PutTraceSegments: ['UnprocessedTraceSegments'],
  GetTraceSummaries: ['TraceSummaries', 'TracesProcessedCount', 'ApproximateTime'],
  BatchGetTraces: ['Traces', 'UnprocessedTraceIds'],
  GetServiceGraph: ['Services', 'StartTime', 'EndTime', 'ContainsOldGroupVersions'],
  GetTraceGraph: ['Services'],
  GetSamplingTargets: ['SamplingTargetDocuments', 'UnprocessedStatistics', 'LastRuleModification'],
};

/** The operations of the published API, with their paths. */
const PATHS: ReadonlyMap<string, string> = new Map(
  Object.entries(client).flatMap(([name, value]) => {
    const schema: unknown = value;
    if (!name.endsWith('$') || !Array.isArray(schema) || schema[0] !== 9) return [];
    const { http } = schema[3] as { readonly http: readonly [method: string, path: string] };
    return [[name.slice(0, -1), http[1]] as const];
  }),
);

let xray: LocalXRay;
beforeAll(async () => (xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 })));
afterAll(async () => await xray.close());

async function call(operation: string, body: string): Promise<Response> {
  const path = PATHS.get(operation);
  if (path === undefined) throw new Error(`${operation} is no operation of the model`);
  const headers = { 'content-type': 'application/json' };
  return await fetch(`${xray.xrayEndpoint}${path}`, { method: 'POST', headers, body });
}

async function expectRefusal(response: Response, type: string): Promise<void> {
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-amzn-errortype')).toBe(type);
  expect(await response.json()).toEqual({ __type: type, Message: expect.stringMatching(/./) });
}

test('the model has all operations', () => {
  expect(PATHS.size).toBeGreaterThanOrEqual(38);
  expect(PATHS.get('GetTraceSummaries')).toBe('/TraceSummaries');
});

describe('what is answered is what the model says, and nothing is missing', () => {
  test.each(Object.entries(SUPPORTED))('%s', async (operation, request) => {
    const response = await call(operation, JSON.stringify(request));
    const answer = (await response.json()) as object;
    expect({ status: response.status, answer }).toMatchObject({ status: 200 });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(findDeviations(operation, answer)).toEqual([]);
    expect(Object.keys(answer)).toEqual(expect.arrayContaining([...(ALWAYS_THERE[operation] ?? [])]));
  });
});

describe('what is not supported is refused by its name', () => {
  test.each([...PATHS.keys()].filter((operation) => !Object.hasOwn(SUPPORTED, operation)))('%s', async (operation) => {
    const response = await call(operation, '{}');
    expect(await response.clone().json()).toMatchObject({
      Message: `The local X-Ray does not support "${operation}".`,
    });
    await expectRefusal(response, 'InvalidRequestException');
  });
});

describe('a body of the wrong kind is refused as X-Ray does it', () => {
  const wrong = ['[]', '5', '"x"', '{', 'null', '{"a":1}}'];
  test.each(Object.keys(SUPPORTED))('%s', async (operation) => {
    for (const body of wrong) await expectRefusal(await call(operation, body), 'InvalidRequestException');
  });
});

describe('fields of the wrong kind are refused, and never a failure of the server', () => {
  const values = [null, true, 5, -1, 1e308, 'x', '', [], [[]], [null], {}, { a: {} }, '\u0000', 'x'.repeat(10_000)];
  test.each(Object.entries(SUPPORTED))('%s', async (operation, request) => {
    for (const field of Object.keys(request)) {
      for (const value of values) {
        const response = await call(operation, JSON.stringify({ ...request, [field]: value }));
        const answer: unknown = await response.json();
        if (response.status === 200) expect(findDeviations(operation, answer)).toEqual([]);
        else {
          expect({ field, value, status: response.status, answer }).toMatchObject({
            status: 400,
            answer: { __type: expect.stringMatching(/Exception$/) },
          });
        }
      }
    }
  });
});
