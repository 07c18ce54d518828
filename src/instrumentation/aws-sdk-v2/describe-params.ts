import { type Attributes, SpanKind } from '@opentelemetry/api';
import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_SYSTEM_NAME,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions';
import { ATTR_TABLE_NAMES } from '../aws-sdk/attribute-names.ts';
import { isRecord } from '../aws-sdk/is-record.ts';

/** What the parameters of a call add to its span; name and kind only where they differ from any call's. */
export interface DescribedParams {
  readonly name?: string;
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
}

type Params = Readonly<Record<string, unknown>>;
type Describe = (operation: string, params: Params) => DescribedParams;

const describers = new Map<string, Describe>([
  ['DynamoDB', dynamoDb],
  ['SQS', sqs],
  ['SNS', sns],
  ['Lambda', lambda],
  ['S3', (_, params) => ({ attributes: texts({ 'aws.s3.bucket': params['Bucket'] }) })],
  ['Kinesis', (_, params) => ({ attributes: texts({ 'aws.kinesis.stream.name': params['StreamName'] }) })],
  ['SFN', stepFunctions],
  ['SecretsManager', secretsManager],
]);

/**
 * Attributes of the services that upstream's instrumentation of SDK v3 knows, under its names.
 *
 * @param service the service's id without spaces
 * @param params of any form; what is not understood is left out
 */
export function describeParams(service: string, operation: string, params: Params): DescribedParams {
  return describers.get(service)?.(operation, params) ?? { attributes: {} };
}

function dynamoDb(operation: string, params: Params): DescribedParams {
  const { TableName: table, RequestItems: items } = params;
  const tables = typeof table === 'string' ? [table] : isRecord(items) ? Object.keys(items) : undefined;
  return {
    attributes: {
      [ATTR_DB_SYSTEM_NAME]: 'dynamodb',
      [ATTR_DB_OPERATION_NAME]: operation,
      ...texts({ [ATTR_DB_NAMESPACE]: table }),
      ...(tables !== undefined && { [ATTR_TABLE_NAMES]: tables }),
      ...dynamoDbReading(operation, params),
    },
  };
}

function dynamoDbReading(operation: string, params: Params): Attributes {
  const isRead = operation === 'GetItem' || operation === 'Query' || operation === 'Scan';
  const isSearch = operation === 'Query' || operation === 'Scan';
  return {
    ...(isRead && flags({ 'aws.dynamodb.consistent_read': params['ConsistentRead'] })),
    ...(isSearch && {
      ...texts({
        'aws.dynamodb.projection': params['ProjectionExpression'],
        'aws.dynamodb.index_name': params['IndexName'],
        'aws.dynamodb.select': params['Select'],
      }),
      ...numbers({ 'aws.dynamodb.limit': params['Limit'] }),
    }),
    ...(operation === 'Query' && flags({ 'aws.dynamodb.scan_forward': params['ScanIndexForward'] })),
    ...(operation === 'Scan' &&
      numbers({
        'aws.dynamodb.segment': params['Segment'],
        'aws.dynamodb.total_segments': params['TotalSegments'],
      })),
  };
}

function sqs(operation: string, params: Params): DescribedParams {
  const url = params['QueueUrl'];
  const queue = typeof url === 'string' ? url.slice(url.lastIndexOf('/') + 1) : undefined;
  const attributes = {
    'messaging.system': 'aws_sqs',
    ...texts({ 'messaging.destination.name': queue, [ATTR_URL_FULL]: url }),
  };
  switch (operation) {
    case 'ReceiveMessage':
      return {
        name: `${queue} receive`,
        kind: SpanKind.CONSUMER,
        attributes: { ...attributes, 'messaging.operation.type': 'receive' },
      };
    case 'SendMessage':
    case 'SendMessageBatch':
      return { name: `${queue} send`, kind: SpanKind.PRODUCER, attributes };
    default:
      return { attributes };
  }
}

function sns(operation: string, params: Params): DescribedParams {
  const attributes = { 'messaging.system': 'aws.sns', ...texts({ 'aws.sns.topic.arn': params['TopicArn'] }) };
  if (operation !== 'Publish') return { name: `SNS ${operation}`, attributes };
  const arn = [params['TopicArn'], params['TargetArn']].find((value) => typeof value === 'string');
  // A telephone number is nobody else's business.
  const target = arn ?? (params['PhoneNumber'] === undefined ? 'unknown' : 'phone_number');
  const destination = target.slice(target.lastIndexOf(':') + 1);
  return {
    name: `${destination} send`,
    kind: SpanKind.PRODUCER,
    attributes: {
      ...attributes,
      'messaging.destination': destination,
      'messaging.destination_kind': 'topic',
      'messaging.destination.name': target,
    },
  };
}

function lambda(operation: string, params: Params): DescribedParams {
  if (operation !== 'Invoke') return { attributes: {} };
  const name = params['FunctionName'];
  return {
    ...(typeof name === 'string' && { name: `${name} Invoke` }),
    attributes: { ...texts({ 'faas.invoked_name': name }), 'faas.invoked_provider': 'aws' },
  };
}

function stepFunctions(_operation: string, params: Params): DescribedParams {
  return {
    attributes: texts({
      'aws.step_functions.state_machine.arn': params['stateMachineArn'],
      'aws.step_functions.activity.arn': params['activityArn'],
    }),
  };
}

function secretsManager(_operation: string, { SecretId: id }: Params): DescribedParams {
  const isArn = typeof id === 'string' && /^arn:[^:]+:secretsmanager:/.test(id);
  return { attributes: isArn ? { 'aws.secretsmanager.secret.arn': id } : {} };
}

function texts(values: Readonly<Record<string, unknown>>): Attributes {
  return pick(values, (value) => typeof value === 'string' && value !== '');
}

function numbers(values: Readonly<Record<string, unknown>>): Attributes {
  return pick(values, (value) => typeof value === 'number');
}

function flags(values: Readonly<Record<string, unknown>>): Attributes {
  return pick(values, (value) => typeof value === 'boolean');
}

function pick(values: Readonly<Record<string, unknown>>, isWanted: (value: unknown) => boolean): Attributes {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isWanted(value)));
}
