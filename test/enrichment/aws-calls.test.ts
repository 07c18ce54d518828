import { describe, expect, it } from 'vitest';
import recorded from './recorded/spans.json' with { type: 'json' };
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { enriched, onlyDocument, pictureOf } from './documents.ts';

const spans = recorded as unknown as Readonly<Record<string, SpanFile>>;
const scope = '@opentelemetry/instrumentation-aws-sdk';

function call(service: string, attributes: SpanFile['attributes'], changes: Partial<SpanFile> = {}): SpanFile {
  const rpc = { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': 'Do' };
  return {
    name: `${service}.Do`,
    kind: 'CLIENT',
    scope,
    parent: 'local',
    attributes: { ...rpc, ...attributes },
    ...changes,
  };
}

describe('an AWS call', () => {
  it.each([
    [
      'dynamodb success',
      'DynamoDB',
      { operation: 'GetItem', region: 'eu-west-1', request_id: 'RID-1', table_name: 'orders' },
    ],
    [
      'dynamodb tables',
      'DynamoDB',
      { operation: 'BatchGetItem', request_id: 'RID-3', table_names: ['orders', 'roles'] },
    ],
    ['dynamodb query by arn', 'DynamoDB', { table_name: 'orders', account_id: '123456789012' }],
    ['dynamodb missing', 'DynamoDB', { request_id: 'MISSING', table_name: 'orders' }],
    ['dynamodb throttled', 'DynamoDB', { request_id: 'THROTTLED', region: 'eu-west-1' }],
    ['s3 put', 'S3', { operation: 'PutObject', region: 'eu-west-1', request_id: 'S3RID' }],
    [
      'sqs send',
      'SQS',
      { queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders', account_id: '123456789012' },
    ],
    ['sqs receive', 'SQS', { operation: 'ReceiveMessage', request_id: 'RID-6', account_id: '123456789012' }],
    ['sns publish', 'SNS', { operation: 'Publish', account_id: '123456789012' }],
    ['lambda invoke', 'Lambda', { operation: 'Invoke', account_id: '123456789012' }],
    ['step functions', 'StepFunctions', { operation: 'StartExecution', account_id: '123456789012' }],
    ['eventbridge', 'EventBridge', { operation: 'PutEvents', region: 'eu-west-1' }],
    [
      'v2 dynamodb',
      'DynamoDB',
      { operation: 'GetItem', region: 'eu-west-1', request_id: 'RID-10', table_name: 'orders' },
    ],
    ['v2 dynamodb throttled', 'DynamoDB', { request_id: 'THROTTLED', table_name: 'orders' }],
    ['v2 kinesis', 'Kinesis', { operation: 'PutRecord', request_id: 'RID-11' }],
    ['v2 secrets manager', 'SecretsManager', { operation: 'GetSecretValue', account_id: '123456789012' }],
    ['v2 s3', 'S3', { operation: 'PutObject', request_id: 'S3RID' }],
  ])('is named by its service and tells all of X-Ray’s fields: %s', (what, name, aws) => {
    const document = onlyDocument(toSpan(spans[what]!));
    expect(document).toMatchObject({ name, namespace: 'aws', type: 'subsegment', aws });
    expect(document.http?.request).toEqual({});
  });

  it.each([
    ['dynamodb retried', { 'aws.retries': 1 }],
    [
      'dynamodb query by arn',
      { 'aws.dynamodb.count': 2, 'aws.dynamodb.scanned_count': 7, 'aws.dynamodb.index_name': 'by-user' },
    ],
    ['s3 put', { 'aws.bucket_name': 'receipts', 'aws.id_2': 'S3ID2==' }],
    ['sqs send', { 'messaging.message.id': 'M-1' }],
    ['sns publish', { 'aws.topic_arn': 'arn:aws:sns:eu-west-1:123456789012:order-events' }],
    ['lambda invoke', { 'aws.function_name': 'price' }],
    ['step functions', { 'aws.state_machine_arn': 'arn:aws:states:eu-west-1:123456789012:stateMachine:checkout' }],
    ['eventbridge', { 'aws.event_bus_name': 'shop-bus' }],
    ['v2 kinesis', { 'aws.stream_name': 'clicks' }],
    ['v2 secrets manager', { 'aws.secret_name': 'prod/db' }],
  ])('tells the rest as metadata under the names of the X-Ray SDK: %s', (what, metadata) => {
    expect(onlyDocument(toSpan(spans[what]!)).metadata?.['default']).toMatchObject(metadata);
  });

  it.each([
    ['Lambda', { 'faas.invoked_name': 'price:PROD' }, { 'aws.function_name': 'price' }, undefined],
    [
      'Lambda',
      { 'faas.invoked_name': '123456789012:function:price' },
      { 'aws.function_name': 'price' },
      '123456789012',
    ],
    [
      'Kinesis',
      { 'aws.kinesis.stream.arn': 'arn:aws:kinesis:eu-west-1:123456789012:stream/clicks' },
      { 'aws.stream_name': 'clicks' },
      '123456789012',
    ],
    [
      'SecretsManager',
      { 'aws.secretsmanager.secret.arn': 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf' },
      { 'aws.secret_name': 'prod/db' },
      '123456789012',
    ],
    [
      'EventBridge',
      { 'aws.eventbridge.event_bus.name': 'arn:aws:events:eu-west-1:123456789012:event-bus/shop' },
      { 'aws.event_bus_name': 'shop' },
      '123456789012',
    ],
    ['EventBridge', { 'aws.eventbridge.event_bus.name': ['a', 'b'] }, { 'aws.event_bus_name': ['a', 'b'] }, undefined],
    [
      'SFN',
      { 'aws.step_functions.activity.arn': 'arn:aws:states:eu-west-1:123456789012:activity:pack' },
      { 'aws.activity_arn': 'arn:aws:states:eu-west-1:123456789012:activity:pack' },
      '123456789012',
    ],
    ['SQS', { 'url.full': 'http://localhost:4566/000000000000/orders' }, {}, undefined],
    ['DynamoDB', { 'aws.dynamodb.table_names': [] }, {}, undefined],
    ['DynamoDB', { 'aws.dynamodb.table_names': 'arn:broken' }, {}, undefined],
    ['S3', { 'aws.s3.bucket': 7, 'cloud.region': 8, 'aws.request.id': ['x'] }, {}, undefined],
  ])('of %s with %j is understood', (service, attributes, metadata, account) => {
    const document = onlyDocument(toSpan(call(service, attributes)));
    expect(document.metadata?.['default']).toMatchObject(metadata);
    expect(document.aws?.['account_id']).toBe(account);
  });

  it('is not named by a table, as releases of the old conventions had it', () => {
    const old = call('DynamoDB', { 'db.system': 'dynamodb', 'db.name': 'orders', 'db.statement': '{}' });
    for (const mode of ['full', 'additive'] as const) expect(onlyDocument(toSpan(old), { mode }).name).toBe('DynamoDB');
  });

  it('keeps what the application annotated, whatever its name', () => {
    const attributes = {
      'db.namespace': 'mine',
      'aws.xray.annotations': ['db.namespace', 'network.transport'],
      'network.transport': 'pigeon',
    };
    const { annotations } = onlyDocument(toSpan(call('DynamoDB', attributes)));
    expect(annotations).toEqual({ 'db.namespace': 'mine', 'network.transport': 'pigeon' });
  });

  it('made by the application itself keeps every attribute', () => {
    const own = call(
      'DynamoDB',
      { 'db.namespace': 'mine', 'messaging.system': 'x', 'cloud.region': 'r' },
      { scope: 'shop' },
    );
    expect(onlyDocument(toSpan(own)).metadata?.['default']).toMatchObject({
      'db.namespace': 'mine',
      'messaging.system': 'x',
      'cloud.region': 'r',
    });
  });

  it('leaves no telephone number behind', () => {
    const text = { 'messaging.destination': '+49 170 1234567', 'messaging.destination.name': '+491701234567' };
    for (const mode of ['full', 'additive', 'off'] as const) {
      const { attributes } = enriched(toSpan(call('SNS', text)), { mode });
      expect(JSON.stringify(attributes)).not.toContain('1234567');
    }
  });
});

describe('receiving from SQS', () => {
  it('is a subsegment of the segment that it runs in, with links to the senders', () => {
    const document = onlyDocument(toSpan(spans['sqs receive']!));
    expect(document).toMatchObject({ type: 'subsegment', namespace: 'aws', links: [{ id: '53995c3f42cd8ad8' }] });
  });

  it('outside of any segment is a subsegment of the service', () => {
    const { parent: _, ...root } = spans['sqs receive']!;
    expect(pictureOf(toSpan(root))).toMatchObject([
      { name: 'SQS', namespace: 'aws', type: 'subsegment', links: [{}] },
      { name: 'shop' },
    ]);
  });
});

describe('a throttled AWS call', () => {
  it.each(['dynamodb throttled', 'v2 dynamodb throttled'])(
    'is a throttle and an error, and shows the real status: %s',
    (what) => {
      const document = onlyDocument(toSpan(spans[what]!));
      expect(document).toMatchObject({
        throttle: true,
        error: true,
        fault: false,
        http: { response: { status: 400 } },
      });
      expect(document.cause?.exceptions?.[0]).toMatchObject({
        type: 'ProvisionedThroughputExceededException',
        message: 'Slow down',
      });
      expect(Object.keys(enriched(toSpan(spans[what]!)).attributes)[0]).toBe('http.status_code');
    },
  );

  it('says nothing untrue in the mode "additive"', () => {
    expect(enriched(toSpan(spans['dynamodb throttled']!), { mode: 'additive' }).attributes).not.toHaveProperty(
      'http.status_code',
    );
  });

  it('is told from a call that failed for another reason', () => {
    expect(onlyDocument(toSpan(spans['dynamodb missing']!))).toMatchObject({
      throttle: false,
      error: true,
      fault: false,
    });
    expect(onlyDocument(toSpan(spans['dynamodb retried']!))).toMatchObject({
      throttle: false,
      error: false,
      fault: false,
    });
  });
});
