import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validatorProgram } from '../../../scripts/validators/location.ts';
import { type LocalXRay, startLocal } from '../../../src/local/start-local.ts';
import { describeWithValidators } from '../../collector/support/describe-with-validators.ts';
import { SAMPLE_TRACE_ID, sampleDocument, sampleId } from '../sample-document.ts';
import { SAMPLE_START_MILLIS } from '../sample-span.ts';

const START = SAMPLE_START_MILLIS / 1000;
const RANGE = ['--start-time', String(START - 60), '--end-time', String(START + 60)];

const SHOP = sampleDocument({
  id: 1,
  name: 'shop',
  durationMillis: 250,
  fault: true,
  origin: 'AWS::ECS::Fargate',
  user: 'u-1 ä "quoted"',
  http: { request: { method: 'GET', url: 'http://shop/orders?a=b&c=ü' }, response: { status: 500 } },
  annotations: { tenant: 'acme', count: 3, paid: true },
});
const TABLE = sampleDocument({
  id: 2,
  parent: 1,
  name: 'DynamoDB',
  namespace: 'aws',
  startMillis: 10,
  durationMillis: 100,
  aws: { operation: 'GetItem', table_name: 'orders' },
});

let xray: LocalXRay;
let folder: string;

/** What the AWS CLI prints, read as JSON. It gets no configuration and no credentials of this machine. */
async function aws(operation: string, ...parameters: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    validatorProgram('aws'),
    ['--endpoint-url', xray.xrayEndpoint, '--no-sign-request', 'xray', operation, '--output', 'json', ...parameters],
    { env: { PATH: process.env['PATH'], HOME: folder, AWS_DEFAULT_REGION: 'eu-west-1', PYTHONUTF8: '1' } },
  );
  return JSON.parse(stdout);
}

describeWithValidators('the AWS CLI', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'aws-cli-'));
    xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
    const documents = path.join(folder, 'documents.json');
    writeFileSync(documents, JSON.stringify([SHOP, TABLE, { id: 'x' }].map((document) => JSON.stringify(document))));
    const answer = await aws('put-trace-segments', '--trace-segment-documents', `file://${documents}`);
    expect(answer).toMatchObject({ UnprocessedTraceSegments: [{ Id: 'x', ErrorCode: expect.any(String) }] });
  }, 120_000);

  afterAll(async () => {
    await xray.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('puts documents as they are', () => {
    expect(xray.archive.get(SAMPLE_TRACE_ID)?.documents).toEqual([SHOP, TABLE]);
  });

  test('lists summaries by a filter, and refuses a wrong one', async () => {
    const filter = ['--filter-expression', 'service("shop") { fault } AND annotation.tenant = "acme"'];
    expect(await aws('get-trace-summaries', ...RANGE, ...filter)).toMatchObject({
      TracesProcessedCount: 1,
      TraceSummaries: [
        {
          Id: SAMPLE_TRACE_ID,
          Duration: 0.25,
          ResponseTime: 0.25,
          HasFault: true,
          HasError: false,
          IsPartial: false,
          Http: { HttpURL: 'http://shop/orders?a=b&c=ü', HttpStatus: 500, HttpMethod: 'GET' },
          Annotations: {
            tenant: [{ AnnotationValue: { StringValue: 'acme' } }],
            count: [{ AnnotationValue: { NumberValue: 3 } }],
            paid: [{ AnnotationValue: { BooleanValue: true } }],
          },
          Users: [{ UserName: 'u-1 ä "quoted"' }],
          EntryPoint: { Name: 'shop', Type: 'AWS::ECS::Fargate' },
        },
      ],
    });
    expect(await aws('get-trace-summaries', ...RANGE, '--filter-expression', 'ok')).toMatchObject({
      TraceSummaries: [],
    });
    await expect(aws('get-trace-summaries', ...RANGE, '--filter-expression', 'fault AND')).rejects.toMatchObject({
      stderr: expect.stringContaining('InvalidRequestException'),
    });
  });

  test('reads whole traces, and names those that are not there', async () => {
    const unknown = '1-5759e988-00000000000000000000000f';
    const answer = (await aws('batch-get-traces', '--trace-ids', SAMPLE_TRACE_ID, unknown)) as {
      readonly Traces: readonly { readonly Segments: readonly { readonly Id: string; readonly Document: string }[] }[];
    };
    expect(answer).toMatchObject({
      Traces: [{ Id: SAMPLE_TRACE_ID, Duration: 0.25, LimitExceeded: false }],
      UnprocessedTraceIds: [unknown],
    });
    const segments = answer.Traces[0]?.Segments.map(({ Document }) => JSON.parse(Document) as object);
    const { parent_id: _parent, trace_id: _trace, type: _type, ...embedded } = TABLE;
    expect(segments).toMatchObject([
      { ...SHOP, subsegments: [embedded] },
      { name: 'DynamoDB', inferred: true, parent_id: sampleId(2) },
    ]);
  });

  test('draws the map', async () => {
    const counts = { TotalCount: 1, FaultStatistics: { TotalCount: 1 } };
    const { Services } = (await aws('get-service-graph', ...RANGE)) as { readonly Services: readonly object[] };
    expect(Services).toMatchObject([
      { Name: 'shop', Type: 'client', Edges: [{ ReferenceId: 1, SummaryStatistics: counts }] },
      { Name: 'shop', Type: 'AWS::ECS::Fargate', Root: true, SummaryStatistics: counts, Edges: [{ ReferenceId: 2 }] },
      { Name: 'orders', Type: 'AWS::DynamoDB::Table', SummaryStatistics: { TotalCount: 1, OkCount: 1 }, Edges: [] },
    ]);
    expect(await aws('get-trace-graph', '--trace-ids', SAMPLE_TRACE_ID)).toEqual({ Services });
  });

  test('reads sampling rules, makes them and deletes them', async () => {
    const rule =
      'RuleName=checkout,ResourceARN=*,Priority=10,FixedRate=0.5,ReservoirSize=5,ServiceName=shop,ServiceType=*,Host=*,HTTPMethod=POST,URLPath=/checkout,Version=1';
    await aws('create-sampling-rule', '--sampling-rule', rule);
    expect(await aws('get-sampling-rules')).toMatchObject({
      SamplingRuleRecords: [
        { SamplingRule: { RuleName: 'checkout', FixedRate: 0.5, ReservoirSize: 5, URLPath: '/checkout' } },
        { SamplingRule: { RuleName: 'Default', FixedRate: 0.05, ReservoirSize: 1 } },
      ],
    });
    await aws('delete-sampling-rule', '--rule-name', 'checkout');
    expect(xray.samplingRules.list().map(({ SamplingRule }) => SamplingRule.RuleName)).toEqual(['Default']);
  });
});
