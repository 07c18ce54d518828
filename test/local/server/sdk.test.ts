import {
  BatchGetTracesCommand,
  CreateGroupCommand,
  CreateSamplingRuleCommand,
  DeleteGroupCommand,
  DeleteSamplingRuleCommand,
  GetEncryptionConfigCommand,
  GetGroupsCommand,
  GetSamplingRulesCommand,
  GetSamplingStatisticSummariesCommand,
  GetSamplingTargetsCommand,
  GetServiceGraphCommand,
  GetTraceGraphCommand,
  GetTraceSummariesCommand,
  ListTagsForResourceCommand,
  paginateGetTraceSummaries,
  PutTelemetryRecordsCommand,
  PutTraceSegmentsCommand,
  type SamplingRule,
  type SamplingStrategy,
  StartTraceRetrievalCommand,
  type TimeRangeType,
  UpdateGroupCommand,
  UpdateSamplingRuleCommand,
  XRayClient,
} from '@aws-sdk/client-xray';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { SAMPLE_TRACE_ID, sampleId } from '../sample-document.ts';
import { findDeviations } from './model-shape.ts';

let xray: LocalXRay;
let client: XRayClient;

beforeEach(async () => {
  xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
  client = new XRayClient({
    endpoint: xray.xrayEndpoint,
    region: 'local',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await xray.close();
});

const START = 1_700_000_000;
const RANGE = { StartTime: new Date((START - 60) * 1000), EndTime: new Date((START + 60) * 1000) };

function segment(fields: object = {}): string {
  return JSON.stringify({
    trace_id: SAMPLE_TRACE_ID,
    id: sampleId(1),
    name: 'shop',
    start_time: START,
    end_time: START + 0.5,
    ...fields,
  });
}

const WHOLE_TRACE = [
  segment({
    http: { request: { method: 'GET', url: 'http://shop/' }, response: { status: 500, content_length: 5 } },
    fault: true,
    user: 'u-1',
    annotations: { tenant: 'acme', count: 3, paid: true },
    cause: { exceptions: [{ id: sampleId(9), type: 'TypeError', message: 'no' }] },
    aws: { account_id: '123456789012', ec2: { instance_id: 'i-1', availability_zone: 'eu-west-1a' } },
    resource_arn: 'arn:aws:ec2:eu-west-1:1:instance/i-1',
    subsegments: [
      {
        id: sampleId(2),
        name: 'DynamoDB',
        namespace: 'aws',
        start_time: START,
        end_time: START + 0.4,
        aws: { table_name: 't' },
      },
    ],
  }),
];

async function put(...TraceSegmentDocuments: string[]) {
  return await client.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments }));
}

test('what a collector puts is found, read and drawn', async () => {
  expect((await put(...WHOLE_TRACE)).UnprocessedTraceSegments).toEqual([]);
  const expression = 'service("shop") { fault } AND annotation.tenant = "acme"';
  const { TraceSummaries } = await client.send(
    new GetTraceSummariesCommand({ ...RANGE, TimeRangeType: 'Service', FilterExpression: expression }),
  );
  expect(TraceSummaries).toMatchObject([{ Id: SAMPLE_TRACE_ID, HasFault: true, Users: [{ UserName: 'u-1' }] }]);
  expect(TraceSummaries?.[0]?.StartTime).toBeInstanceOf(Date);
  const { Traces } = await client.send(new BatchGetTracesCommand({ TraceIds: [SAMPLE_TRACE_ID] }));
  expect(Traces?.[0]?.Segments).toHaveLength(2);
  const { Services } = await client.send(new GetServiceGraphCommand(RANGE));
  expect(Services?.map(({ Type }) => Type)).toEqual(['client', undefined, 'AWS::DynamoDB::Table']);
  const graph = await client.send(new GetTraceGraphCommand({ TraceIds: [SAMPLE_TRACE_ID] }));
  expect(graph.Services).toEqual(Services);
  await client.send(new PutTelemetryRecordsCommand({ TelemetryRecords: [{ Timestamp: new Date() }], Hostname: '' }));
});

test('X-Ray’s limits of one call hold', async () => {
  await expect(put(...Array.from({ length: 51 }, () => segment()))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
  const TraceIds = Array.from({ length: 6 }, (_, index) => `1-5759e988-${String(index).padStart(24, '0')}`);
  await expect(client.send(new BatchGetTracesCommand({ TraceIds }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
  const five = TraceIds.slice(1);
  expect(await client.send(new BatchGetTracesCommand({ TraceIds: five }))).toMatchObject({ UnprocessedTraceIds: five });
});

describe('a time range looks', () => {
  const now = Date.now();
  const list = async (TimeRangeType: TimeRangeType, fromMillis: number, toMillis: number) => {
    const range = { StartTime: new Date(fromMillis), EndTime: new Date(toMillis) };
    const { TraceSummaries } = await client.send(new GetTraceSummariesCommand({ ...range, TimeRangeType }));
    return TraceSummaries?.length;
  };
  const ID_MILLIS = (START - 3600) * 1000;
  beforeEach(async () => {
    const trace_id = `1-${(START - 3600).toString(16)}-${'a'.repeat(24)}`;
    await put(segment({ trace_id, start_time: START, end_time: START + 10 }));
  });

  test('at the time in the id, of which the end does not belong to the range', async () => {
    expect(await list('TraceId', ID_MILLIS, ID_MILLIS + 1000)).toBe(1);
    expect(await list('TraceId', ID_MILLIS - 1000, ID_MILLIS)).toBe(0);
    expect(await list('TraceId', START * 1000, (START + 20) * 1000)).toBe(0);
  });

  test('at when it arrived', async () => {
    expect(await list('Event', now - 60_000, now + 600_000)).toBe(1);
    expect(await list('Event', ID_MILLIS - 1000, (START + 20) * 1000)).toBe(0);
  });

  test('at when a service ended its part', async () => {
    expect(await list('Service', (START + 10) * 1000, (START + 11) * 1000)).toBe(1);
    expect(await list('Service', START * 1000, (START + 10) * 1000)).toBe(0);
    await put(segment({ trace_id: `1-5759e988-${'b'.repeat(24)}`, end_time: undefined, in_progress: true }));
    expect(await list('Service', START * 1000, (START + 10) * 1000)).toBe(0);
  });

  test('at the start of what has a random id of W3C', async () => {
    await put(segment({ trace_id: `1-ffffffff-${'b'.repeat(24)}` }));
    expect(await list('TraceId', START * 1000, (START + 1) * 1000)).toBe(1);
  });
});

test.each([
  ['ParseError', '{'],
  ['ParseError', '[]'],
  ['MissingId', segment({ id: undefined })],
  ['InvalidId', segment({ id: 'x' })],
  ['MissingName', segment({ name: undefined })],
  ['MissingTraceId', segment({ trace_id: undefined })],
  ['InvalidTraceId', segment({ trace_id: '1-2-3' })],
  ['MissingStartTime', segment({ start_time: undefined })],
  ['InvalidSegment', segment({ http: { request: { url: 5 } } })],
  ['InvalidSegment', segment({ subsegments: [{ name: 1 }] })],
  ['InvalidSegment', segment({ start_time: START * 1000 })],
  ['InvalidSegment', segment({ end_time: -1 })],
  ['InvalidSegment', segment({ subsegments: [{ start_time: 1e300 }] })],
  ['InvalidSegment', `{"metadata":${'['.repeat(200)}${']'.repeat(200)}}`],
])('a document with %s is refused while the others are taken', async (ErrorCode, document) => {
  const { UnprocessedTraceSegments } = await put(document, segment());
  expect(UnprocessedTraceSegments).toMatchObject([{ ErrorCode, Message: expect.stringContaining(ErrorCode) }]);
  expect(xray.archive.counts.documents).toBe(1);
});

test('nulls count as absent, unknown fields stay', async () => {
  await put(segment({ http: null, cause: null, aws: { table_name: null }, custom: { deep: [null] } }));
  const { Traces } = await client.send(new BatchGetTracesCommand({ TraceIds: [SAMPLE_TRACE_ID] }));
  expect(JSON.parse(Traces?.[0]?.Segments?.[0]?.Document ?? '')).toMatchObject({ custom: { deep: [] } });
});

test('the SDK’s paginator reads every page', async () => {
  for (let batch = 0; batch < 5; batch += 1) {
    await put(
      ...Array.from({ length: 50 }, (_, index) =>
        segment({ trace_id: `1-5759e988-${(batch * 50 + index).toString(16).padStart(24, '0')}` }),
      ),
    );
  }
  const ids: (string | undefined)[] = [];
  for await (const page of paginateGetTraceSummaries({ client }, { ...RANGE })) {
    ids.push(...(page.TraceSummaries ?? []).map(({ Id }) => Id));
  }
  expect(new Set(ids).size).toBe(250);
});

test('pages go on behind traces of any time', async () => {
  await put(
    ...Array.from({ length: 50 }, (_, index) =>
      segment({ trace_id: `1-5759e988-${index.toString(16).padStart(24, '0')}`, start_time: 1e-7, end_time: 1 }),
    ),
  );
  await put(
    ...Array.from({ length: 50 }, (_, index) =>
      segment({ trace_id: `1-5759e988-${(50 + index).toString(16).padStart(24, '0')}`, start_time: 2e-7, end_time: 1 }),
    ),
  );
  await put(segment({ start_time: 0, end_time: 1 }));
  const ids: (string | undefined)[] = [];
  const early = { StartTime: new Date(-10_000), EndTime: new Date(10_000) };
  for await (const page of paginateGetTraceSummaries({ client }, early)) {
    ids.push(...(page.TraceSummaries ?? []).map(({ Id }) => Id));
  }
  expect(new Set(ids).size).toBe(101);
  const wrong = new GetTraceSummariesCommand({ ...RANGE, NextToken: 'x' });
  await expect(client.send(wrong)).rejects.toMatchObject({ name: 'InvalidRequestException' });
});

test('a fixed rate lists that share of the traces, always the same ones; a partial scan is whole', async () => {
  for (let batch = 0; batch < 4; batch += 1) {
    await put(
      ...Array.from({ length: 50 }, (_, index) =>
        segment({ trace_id: `1-5759e988-${((batch * 50 + index) * 0x01_47_ae_14).toString(16).padStart(24, '0')}` }),
      ),
    );
  }
  const list = async (SamplingStrategy: SamplingStrategy) => {
    const ids: (string | undefined)[] = [];
    for await (const page of paginateGetTraceSummaries({ client }, { ...RANGE, Sampling: true, SamplingStrategy })) {
      ids.push(...(page.TraceSummaries ?? []).map(({ Id }) => Id));
    }
    return ids;
  };
  const quarter = await list({ Name: 'FixedRate', Value: 0.25 });
  expect(quarter.length).toBeGreaterThan(40);
  expect(quarter.length).toBeLessThan(60);
  expect(await list({ Name: 'FixedRate', Value: 0.25 })).toEqual(quarter);
  expect(await list({ Name: 'FixedRate', Value: 0.5 })).toEqual(expect.arrayContaining(quarter));
  expect(await list({ Name: 'FixedRate', Value: 0 })).toEqual([]);
  expect(await list({ Name: 'PartialScan' })).toHaveLength(200);
  await expect(list({ Name: 'FixedRate', Value: 2 })).rejects.toMatchObject({ name: 'InvalidRequestException' });
});

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
};

const STATISTICS = {
  RuleName: 'checkout',
  ClientID: 'a'.repeat(24),
  Timestamp: new Date(),
  RequestCount: 10,
  SampledCount: 5,
  BorrowCount: 1,
};

describe('sampling rules', () => {
  test('are created, changed and deleted, and the default stays last', async () => {
    await client.send(new CreateSamplingRuleCommand({ SamplingRule: RULE }));
    await client.send(new UpdateSamplingRuleCommand({ SamplingRuleUpdate: { RuleName: 'checkout', FixedRate: 0.1 } }));
    await client.send(
      new UpdateSamplingRuleCommand({ SamplingRuleUpdate: { RuleName: 'Default', FixedRate: 0.2, Host: 'x' } }),
    );
    const { SamplingRuleRecords } = await client.send(new GetSamplingRulesCommand({}));
    expect(SamplingRuleRecords?.map(({ SamplingRule }) => SamplingRule)).toMatchObject([
      { RuleName: 'checkout', FixedRate: 0.1, Attributes: {} },
      { RuleName: 'Default', FixedRate: 0.2, Host: '*', Priority: 10_000, ReservoirSize: 1 },
    ]);
    await client.send(new DeleteSamplingRuleCommand({ RuleName: 'checkout' }));
    expect((await client.send(new GetSamplingRulesCommand({}))).SamplingRuleRecords).toHaveLength(1);
  });

  test.each([
    ['a name twice', { RuleName: 'Default' }],
    ['a priority beyond 9999', { Priority: 10_000 }],
    ['a priority below 1', { Priority: 0 }],
    ['a priority that is not whole', { Priority: 1.5 }],
    ['a rate beyond 1', { FixedRate: 1.5 }],
    ['a rate below 0', { FixedRate: -0.1 }],
    ['a reservoir below 0', { ReservoirSize: -1 }],
    ['a reservoir that is not whole', { ReservoirSize: 0.5 }],
    ['another version', { Version: 2 }],
    ['no name', { RuleName: undefined }],
    ['an empty name', { RuleName: '' }],
    ['a long name', { RuleName: 'x'.repeat(33) }],
    ['no path', { URLPath: undefined }],
    ['no rate', { FixedRate: undefined }],
    ['a long path', { URLPath: `/${'x'.repeat(128)}` }],
    ['six attributes', { Attributes: { a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' } }],
    ['an empty attribute', { Attributes: { a: '' } }],
    ['a long attribute', { Attributes: { ['a'.repeat(33)]: '1' } }],
    ['a boost beyond 1', { SamplingRateBoost: { MaxRate: 2, CooldownWindowMinutes: 1 } }],
    ['a text that is too long', { HTTPMethod: 'x'.repeat(11) }],
  ])('with %s are refused', async (_name, fields) => {
    const rule = { ...RULE, ...fields } as SamplingRule;
    const command = new CreateSamplingRuleCommand({ SamplingRule: rule });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    expect(xray.samplingRules.list()).toHaveLength(1);
  });

  test('with values at their limits are taken', async () => {
    const SamplingRule = {
      ...RULE,
      RuleName: 'x'.repeat(32),
      Priority: 9999,
      FixedRate: 1,
      ReservoirSize: 0,
      Attributes: { a: '1', b: '1', c: '1', d: '1', ['e'.repeat(32)]: '1'.repeat(32) },
    };
    const { SamplingRuleRecord } = await client.send(new CreateSamplingRuleCommand({ SamplingRule }));
    expect(SamplingRuleRecord?.SamplingRule).toMatchObject(SamplingRule);
  });

  test('are found by name or by ARN, by one of them', async () => {
    const { SamplingRuleRecord } = await client.send(new CreateSamplingRuleCommand({ SamplingRule: RULE }));
    const RuleARN = SamplingRuleRecord?.SamplingRule?.RuleARN ?? '';
    const change = async (fields: object) =>
      (await client.send(new UpdateSamplingRuleCommand({ SamplingRuleUpdate: { Priority: 7, ...fields } })))
        .SamplingRuleRecord?.SamplingRule;
    expect(await change({ RuleARN })).toMatchObject({ ...RULE, RuleARN, Priority: 7 });
    for (const fields of [{}, { RuleARN, RuleName: 'checkout' }, { RuleName: 'nobody' }, { RuleARN: 'arn:x' }]) {
      await expect(change(fields)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    }
    await expect(change({ RuleARN, Priority: 0, FixedRate: 1 })).rejects.toThrow(/"Priority"/);
    // A change that is refused changes nothing.
    expect(xray.samplingRules.get('checkout')?.SamplingRule).toMatchObject({ ...RULE, Priority: 7 });
    await client.send(new DeleteSamplingRuleCommand({ RuleARN }));
    for (const RuleName of ['checkout', 'Default']) {
      await expect(client.send(new DeleteSamplingRuleCommand({ RuleName }))).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
    }
    expect(xray.samplingRules.list().map(({ SamplingRule }) => SamplingRule.RuleName)).toEqual(['Default']);
  });

  test('beyond 25 are refused', async () => {
    for (let index = 0; index < 25; index += 1) {
      await client.send(new CreateSamplingRuleCommand({ SamplingRule: { ...RULE, RuleName: `r${index}` } }));
    }
    await expect(client.send(new CreateSamplingRuleCommand({ SamplingRule: RULE }))).rejects.toMatchObject({
      name: 'RuleLimitExceededException',
    });
  });

  test('share their reservoir among the clients that report', async () => {
    await client.send(new CreateSamplingRuleCommand({ SamplingRule: RULE }));
    const report = async (letter: string, RuleName = 'checkout') =>
      await client.send(
        new GetSamplingTargetsCommand({
          SamplingStatisticsDocuments: [{ ...STATISTICS, RuleName, ClientID: letter.repeat(24) }],
        }),
      );
    const first = await report('a');
    expect(first).toMatchObject({
      SamplingTargetDocuments: [{ RuleName: 'checkout', FixedRate: 0.5, ReservoirQuota: 5, Interval: 10 }],
      LastRuleModification: expect.any(Date),
      UnprocessedStatistics: [],
    });
    expect((await report('b')).SamplingTargetDocuments?.[0]?.ReservoirQuota).toBe(2);
    expect((await report('a')).SamplingTargetDocuments?.[0]?.ReservoirQuota).toBe(3);
    expect((await report('a', 'nobody')).UnprocessedStatistics).toMatchObject([
      { RuleName: 'nobody', ErrorCode: '400' },
    ]);
    const { SamplingStatisticSummaries } = await client.send(new GetSamplingStatisticSummariesCommand({}));
    expect(SamplingStatisticSummaries).toMatchObject([{ RuleName: 'checkout', RequestCount: expect.any(Number) }]);
  });

  test('keep their rate boost, and give it where requests failed that were not sampled', async () => {
    const SamplingRateBoost = { MaxRate: 0.8, CooldownWindowMinutes: 5 };
    await client.send(new CreateSamplingRuleCommand({ SamplingRule: { ...RULE, SamplingRateBoost } }));
    await client.send(new UpdateSamplingRuleCommand({ SamplingRuleUpdate: { RuleName: 'checkout', FixedRate: 0.1 } }));
    const { SamplingRuleRecords } = await client.send(new GetSamplingRulesCommand({}));
    expect(SamplingRuleRecords?.[0]?.SamplingRule).toMatchObject({ SamplingRateBoost });
    const boost = {
      ServiceName: 'shop',
      Timestamp: new Date(),
      TotalCount: 9,
      AnomalyCount: 2,
      SampledAnomalyCount: 1,
    };
    const answer = await client.send(
      new GetSamplingTargetsCommand({
        SamplingStatisticsDocuments: [STATISTICS],
        SamplingBoostStatisticsDocuments: [
          { ...boost, RuleName: 'checkout' },
          { ...boost, RuleName: 'nobody' },
        ],
      }),
    );
    expect(answer).toMatchObject({
      SamplingTargetDocuments: [
        { RuleName: 'checkout', SamplingBoost: { BoostRate: 0.8, BoostRateTTL: expect.any(Date) } },
      ],
      UnprocessedBoostStatistics: [{ RuleName: 'nobody', ErrorCode: '400' }],
    });
  });

  test.each([
    ['more than 25 documents', { SamplingStatisticsDocuments: Array.from({ length: 26 }, () => STATISTICS) }],
    ['an id that is none', { SamplingStatisticsDocuments: [STATISTICS, { ...STATISTICS, ClientID: 'a' }] }],
    ['a negative count', { SamplingStatisticsDocuments: [STATISTICS, { ...STATISTICS, RequestCount: -1 }] }],
  ])('take no statistics with %s, not even the others of them', async (_name, fields) => {
    await client.send(new CreateSamplingRuleCommand({ SamplingRule: RULE }));
    await expect(client.send(new GetSamplingTargetsCommand(fields))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    const { SamplingStatisticSummaries } = await client.send(new GetSamplingStatisticSummariesCommand({}));
    expect(SamplingStatisticSummaries).toEqual([]);
  });
});

test('groups filter the map and the list', async () => {
  await put(...WHOLE_TRACE);
  await client.send(new CreateGroupCommand({ GroupName: 'slow', FilterExpression: 'responsetime > 5' }));
  expect((await client.send(new GetGroupsCommand({}))).Groups?.map(({ GroupName }) => GroupName)).toEqual([
    'Default',
    'slow',
  ]);
  const graphOf = async (GroupName: string) =>
    (await client.send(new GetServiceGraphCommand({ ...RANGE, GroupName }))).Services?.length;
  expect([await graphOf('slow'), await graphOf('Default')]).toEqual([0, 3]);
  await expect(graphOf('nobody')).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: 'Group not found.',
  });
});

test('groups have names of their own, and the default one stays as it is', async () => {
  const create = async (GroupName: string) => await client.send(new CreateGroupCommand({ GroupName }));
  const { Group } = await create('x'.repeat(32));
  for (const name of ['x'.repeat(32), 'x'.repeat(33), 'Default', '']) {
    await expect(create(name)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  }
  const change = new UpdateGroupCommand({ GroupName: 'Default', FilterExpression: 'ok' });
  await expect(client.send(change)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await expect(client.send(new DeleteGroupCommand({ GroupName: 'Default' }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
  for (let count = 1; count < 25; count += 1) await create(`g${count}`);
  await expect(create('one more')).rejects.toMatchObject({ name: 'ThrottledException' });
  await client.send(new DeleteGroupCommand({ GroupARN: Group?.GroupARN }));
  await create('one more');
});

test('a group keeps what a change of it does not name', async () => {
  const InsightsConfiguration = { InsightsEnabled: true, NotificationsEnabled: false };
  await client.send(new CreateGroupCommand({ GroupName: 'slow', FilterExpression: 'ok', InsightsConfiguration }));
  const change = async (fields: object) =>
    (await client.send(new UpdateGroupCommand({ GroupName: 'slow', ...fields }))).Group;
  expect(await change({})).toMatchObject({ FilterExpression: 'ok', InsightsConfiguration });
  const off = { InsightsEnabled: false, NotificationsEnabled: false };
  expect(await change({ InsightsConfiguration: off })).toMatchObject({
    FilterExpression: 'ok',
    InsightsConfiguration: off,
  });
  expect(await change({ FilterExpression: '' })).toMatchObject({ FilterExpression: '' });
});

test.each([
  ['itself, again and again', 'group.name = "a" '.repeat(100)],
  ['another one that asks back', 'group.name = "b"'],
])('a group that asks for %s holds nobody up', async (_name, FilterExpression) => {
  await put(...WHOLE_TRACE);
  await client.send(new CreateGroupCommand({ GroupName: 'a' }));
  await client.send(new CreateGroupCommand({ GroupName: 'b', FilterExpression: 'group.name = "a"' }));
  await client.send(new UpdateGroupCommand({ GroupName: 'a', FilterExpression }));
  const found = client.send(new GetTraceSummariesCommand({ ...RANGE, FilterExpression: 'group.name = "a"' }));
  if (FilterExpression.length > 100) await expect(found).rejects.toThrow(/100 at most/);
  else expect((await found).TraceSummaries).toEqual([]);
});

test('what makes no sense on one machine is answered with the error of X-Ray', async () => {
  const command = new StartTraceRetrievalCommand({ TraceIds: [SAMPLE_TRACE_ID], ...RANGE });
  await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  expect((await client.send(new GetEncryptionConfigCommand({}))).EncryptionConfig?.Type).toBe('NONE');
  expect((await client.send(new ListTagsForResourceCommand({ ResourceARN: 'arn:x' }))).Tags).toEqual([]);
});

describe('answers are in X-Ray’s published model, field by field', () => {
  const body = { StartTime: START - 60, EndTime: START + 60 };
  const statistics = {
    RuleName: 'Default',
    ClientID: 'a'.repeat(24),
    Timestamp: START,
    RequestCount: 1,
    SampledCount: 1,
    BorrowCount: 1,
  };
  test.each([
    ['PutTraceSegments', 'TraceSegments', { TraceSegmentDocuments: ['{'] }],
    ['GetTraceSummaries', 'TraceSummaries', { ...body, TimeRangeType: 'Service' }],
    ['BatchGetTraces', 'Traces', { TraceIds: [SAMPLE_TRACE_ID] }],
    ['GetServiceGraph', 'ServiceGraph', body],
    ['GetTraceGraph', 'TraceGraph', { TraceIds: [SAMPLE_TRACE_ID] }],
    ['GetSamplingRules', 'GetSamplingRules', {}],
    [
      'GetSamplingTargets',
      'SamplingTargets',
      { SamplingStatisticsDocuments: [statistics, { ...statistics, RuleName: 'x' }] },
    ],
    ['GetSamplingStatisticSummaries', 'SamplingStatisticSummaries', {}],
    ['CreateSamplingRule', 'CreateSamplingRule', { SamplingRule: RULE }],
    ['GetGroups', 'Groups', {}],
    ['GetGroup', 'GetGroup', { GroupName: 'Default' }],
    ['GetEncryptionConfig', 'EncryptionConfig', {}],
    ['ListTagsForResource', 'ListTagsForResource', { ResourceARN: 'x' }],
  ])('%s', async (operation, path, request) => {
    await put(...WHOLE_TRACE);
    const response = await fetch(`${xray.xrayEndpoint}/${path}`, {
      method: 'POST',
      body: Buffer.from(JSON.stringify(request)),
    });
    expect(response.status).toBe(200);
    expect(findDeviations(operation, await response.json())).toEqual([]);
  });

  test('and the checker sees what is not', () => {
    const answer = { TraceSummaries: [{ Id: 5, HasFault: 'no', Nonsense: 1, StartTime: '2020' }], NextToken: null };
    expect(findDeviations('GetTraceSummaries', answer)).toHaveLength(5);
  });
});
