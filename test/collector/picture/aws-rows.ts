import type { Attributes } from '@opentelemetry/api';
import fc from 'fast-check';
import type { PictureRow } from './picture-row.ts';
import { account, word } from './words.ts';

/** What a call is about: as it is recorded, and as X-Ray names it. */
interface Target {
  readonly service: string;
  readonly operation: string;
  readonly name?: string;
  readonly kind?: 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly attributes: Attributes;
  readonly aws?: object;
  readonly metadata?: object;
}

const REGION = 'eu-west-1';

type Describe = (id: string, owner: string) => Target;

const TARGETS: readonly Describe[] = [
  (table) => ({
    service: 'DynamoDB',
    operation: 'GetItem',
    attributes: {
      'db.system.name': 'dynamodb',
      'db.namespace': table,
      'db.operation.name': 'GetItem',
      'aws.dynamodb.table_names': [table],
    },
    aws: { table_name: table },
  }),
  (table) => ({
    service: 'DynamoDB',
    operation: 'BatchGetItem',
    attributes: { 'db.system.name': 'dynamodb', 'aws.dynamodb.table_names': [table, `${table}2`] },
    aws: { table_names: [table, `${table}2`] },
  }),
  // An instrumentation of the old conventions: the table in "db.name" must not name the node.
  (table) => ({
    service: 'DynamoDB',
    operation: 'Query',
    attributes: { 'db.system': 'dynamodb', 'db.name': table, 'aws.dynamodb.table_names': [table] },
    aws: { table_name: table },
  }),
  (queue, owner) => ({
    service: 'SQS',
    operation: 'SendMessage',
    kind: 'PRODUCER',
    attributes: {
      'messaging.system': 'aws_sqs',
      'messaging.destination.name': queue,
      'url.full': `https://sqs.${REGION}.amazonaws.com/${owner}/${queue}`,
    },
    aws: { queue_url: `https://sqs.${REGION}.amazonaws.com/${owner}/${queue}`, account_id: owner },
  }),
  (queue, owner) => ({
    service: 'SQS',
    operation: 'ReceiveMessage',
    kind: 'CONSUMER',
    attributes: {
      'messaging.system': 'aws_sqs',
      'messaging.destination.name': queue,
      'messaging.operation.type': 'receive',
      'url.full': `https://sqs.${REGION}.amazonaws.com/${owner}/${queue}`,
    },
    aws: { queue_url: `https://sqs.${REGION}.amazonaws.com/${owner}/${queue}`, account_id: owner },
  }),
  (bucket) => ({
    service: 'S3',
    operation: 'PutObject',
    attributes: { 'aws.s3.bucket': bucket, 'aws.request.extended_id': `${bucket}==` },
    metadata: { 'aws.bucket_name': bucket, 'aws.id_2': `${bucket}==` },
  }),
  (topic, owner) => {
    const arn = `arn:aws:sns:${REGION}:${owner}:${topic}`;
    return {
      service: 'SNS',
      operation: 'Publish',
      kind: 'PRODUCER',
      attributes: { 'messaging.destination.name': arn, 'aws.sns.topic.arn': arn },
      aws: { account_id: owner },
      metadata: { 'aws.topic_arn': arn },
    };
  },
  (name, owner) => ({
    service: 'Lambda',
    operation: 'Invoke',
    attributes: { 'faas.invoked_name': `arn:aws:lambda:${REGION}:${owner}:function:${name}:PROD` },
    aws: { account_id: owner },
    metadata: { 'aws.function_name': name },
  }),
  (stream) => ({
    service: 'Kinesis',
    operation: 'PutRecord',
    attributes: { 'aws.kinesis.stream.name': stream },
    metadata: { 'aws.stream_name': stream },
  }),
  (machine, owner) => {
    const arn = `arn:aws:states:${REGION}:${owner}:stateMachine:${machine}`;
    return {
      service: 'SFN',
      name: 'StepFunctions',
      operation: 'StartExecution',
      attributes: { 'aws.step_functions.state_machine.arn': arn },
      aws: { account_id: owner },
      metadata: { 'aws.state_machine_arn': arn },
    };
  },
  (bus) => ({
    service: 'EventBridge',
    operation: 'PutEvents',
    attributes: { 'aws.eventbridge.event_bus.name': bus },
    metadata: { 'aws.event_bus_name': bus },
  }),
  (secret, owner) => ({
    service: 'SecretsManager',
    operation: 'GetSecretValue',
    attributes: {
      'aws.secretsmanager.secret.arn': `arn:aws:secretsmanager:${REGION}:${owner}:secret:${secret}-AbCdEf`,
    },
    aws: { account_id: owner },
    metadata: { 'aws.secret_name': secret },
  }),
];

const OUTCOMES = [
  { status: 200, flags: { error: false, throttle: false, fault: false } },
  { status: 400, flags: { error: true, throttle: false, fault: false } },
  { status: 400, isThrottled: true, flags: { error: true, throttle: true, fault: false } },
  { status: 503, isThrottled: true, flags: { error: true, throttle: true, fault: false } },
  { status: 500, flags: { error: false, throttle: false, fault: true } },
] as const;

/** Calls of AWS services, by either generation of the SDK: named by service, with all that the aws block can say. */
export const awsCalls: PictureRow = fc
  .record({
    describe: fc.constantFrom(...TARGETS),
    id: word,
    owner: account,
    outcome: fc.constantFrom(...OUTCOMES),
    retries: fc.option(fc.integer({ min: 1, max: 9 })),
    requestId: fc.stringMatching(/^[A-Z0-9]{8,20}$/),
    scope: fc.constantFrom('@opentelemetry/instrumentation-aws-sdk', 'otel-xray/aws-sdk-v2'),
  })
  .map(({ describe, id, owner, outcome, retries, requestId, scope }) => {
    const { service, operation, name = service, kind = 'CLIENT', attributes, aws, metadata } = describe(id, owner);
    const { status, flags } = outcome;
    return {
      row: `AWS calls are named by service, and a throttle shows: ${service}`,
      file: {
        name: `${service}.${operation}`,
        kind,
        scope,
        parent: 'local',
        attributes: {
          'rpc.system': 'aws-api',
          'rpc.method': operation,
          'rpc.service': service,
          ...attributes,
          'cloud.region': REGION,
          'aws.request.id': requestId,
          'http.response.status_code': status,
          ...('isThrottled' in outcome && { 'aws.error.throttling': true }),
          ...(retries !== null && { 'http.request.resend_count': retries }),
        },
        ...(status >= 400 && { status: { code: 2 } }),
      },
      documents: [
        {
          name,
          namespace: 'aws',
          type: 'subsegment',
          aws: { operation, region: REGION, request_id: requestId, ...aws },
          http: { response: { status } },
          ...((metadata !== undefined || retries !== null) && {
            metadata: { default: { ...metadata, ...(retries !== null && { 'aws.retries': retries }) } },
          }),
          ...flags,
        },
      ],
    };
  });
