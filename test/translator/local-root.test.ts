import { describe, expect, test } from 'vitest';
import { makeSegments } from '../../src/translator/local-root.ts';
import type { SpanRecord } from '../../src/translator/span.ts';
import { countIds, makeSpan } from './spans.ts';

const CALL = makeSpan({
  kind: 'client',
  parentSpanId: 'b000000000000001',
  attributes: {
    'aws.span.kind': 'LOCAL_ROOT',
    'aws.local.service': 'worker',
    'aws.remote.service': 'AWS::SQS',
    'aws.remote.operation': 'SendMessage',
    'rpc.system': 'aws-api',
    'aws.region': 'eu-central-1',
    'http.method': 'POST',
    own: 1n,
  },
  links: [{ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), attributes: {} }],
  resource: { attributes: { 'service.name': 'shop', 'cloud.platform': 'aws_ec2' } },
});

function split(changes: Partial<SpanRecord> = {}) {
  return makeSegments({ ...CALL, ...changes }, { newId: countIds() });
}

describe('a call that is the first span of a service becomes two documents', () => {
  const [call, service] = split();

  test('the call, a subsegment of the service', () => {
    expect(call).toMatchObject({ id: CALL.spanId, parent_id: service?.id, type: 'subsegment', namespace: 'aws' });
    expect(call).toMatchObject({ name: 'SQS', http: { request: { method: 'POST' } }, aws: { region: 'eu-central-1' } });
  });

  test('the service, under the span’s own parent', () => {
    expect(service).toMatchObject({ name: 'worker', id: '0000000000000001', parent_id: 'b000000000000001' });
    expect(service).toMatchObject({
      type: undefined,
      namespace: undefined,
      http: undefined,
      origin: 'AWS::EC2::Instance',
    });
    expect(service?.aws).toMatchObject({ region: undefined, ec2: { instance_id: null } });
  });

  test('metadata stays with the call, but for the resource’s', () => {
    expect(call?.metadata?.['default']).toMatchObject({ own: 1, 'aws.remote.operation': 'SendMessage' });
    expect(service?.metadata).toEqual({ default: {} });
    expect(split({ parentSpanId: '' })[1]?.metadata?.['default']).toMatchObject({
      'otel.resource.service.name': 'shop',
    });
  });

  test('links stay with the call, but with the service where a message was received', () => {
    expect([call?.links?.length, service?.links?.length]).toEqual([1, undefined]);
    expect(split({ kind: 'consumer' }).map(({ links }) => links?.length)).toEqual([undefined, 1]);
  });
});

test.each(['server', 'internal'] as const)('a local root of kind %s is one segment', (kind) => {
  const documents = split({ kind });
  expect(documents).toHaveLength(1);
  expect(documents[0]).toMatchObject({ name: 'worker', type: undefined, namespace: undefined });
});

test('any other mark changes nothing', () => {
  const attributes = { ...CALL.attributes, 'aws.span.kind': 'CLIENT' };
  expect(split({ attributes })).toMatchObject([{ name: 'SQS', type: 'subsegment', parent_id: 'b000000000000001' }]);
});

test('a service without any name has none', () => {
  expect(split({ attributes: { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': '' } })[1]?.name).toBeNull();
});
