import { type Attributes, SpanKind } from '@opentelemetry/api';
import { ATTR_URL_FULL } from '@opentelemetry/semantic-conventions';
import { describeDynamoDbParams } from './describe-dynamodb.ts';
import { setText } from './set-attributes.ts';

/** What the parameters of a call add to its span; name and kind only where they differ from any call's. */
export interface DescribedParams {
  readonly name?: string;
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
}

type Params = Readonly<Record<string, unknown>>;
type Describe = (operation: string, params: Params) => DescribedParams;

const describers = new Map<string, Describe>([
  ['DynamoDB', (operation, params) => ({ attributes: describeDynamoDbParams(operation, params) })],
  ['SQS', sqs],
  ['SNS', sns],
  ['Lambda', lambda],
  ['S3', (_, params) => ({ attributes: texts('aws.s3.bucket', params['Bucket']) })],
  ['Kinesis', (_, params) => ({ attributes: texts('aws.kinesis.stream.name', params['StreamName']) })],
  ['SFN', stepFunctions],
  ['SecretsManager', secretsManager],
]);

/**
 * What the parameters of a call to one of AWS's usual services say, under the names that upstream's instrumentation
 * of SDK v3 gives them, for either SDK.
 *
 * @param service the service's id without spaces
 * @param params of any form; what is not understood is left out
 */
export function describeParams(service: string, operation: string, params: Params): DescribedParams {
  return describers.get(service)?.(operation, params) ?? { attributes: {} };
}

function sqs(operation: string, params: Params): DescribedParams {
  const url = params['QueueUrl'];
  const queue = typeof url === 'string' ? url.slice(url.lastIndexOf('/') + 1) : undefined;
  const attributes: Attributes = { 'messaging.system': 'aws_sqs' };
  setText(attributes, 'messaging.destination.name', queue);
  setText(attributes, ATTR_URL_FULL, url);
  switch (operation) {
    case 'ReceiveMessage':
      attributes['messaging.operation.type'] = 'receive';
      return { name: `${queue} receive`, kind: SpanKind.CONSUMER, attributes };
    case 'SendMessage':
    case 'SendMessageBatch':
      return { name: `${queue} send`, kind: SpanKind.PRODUCER, attributes };
    default:
      return { attributes };
  }
}

function sns(operation: string, params: Params): DescribedParams {
  const attributes: Attributes = { 'messaging.system': 'aws.sns' };
  setText(attributes, 'aws.sns.topic.arn', params['TopicArn']);
  if (operation !== 'Publish') return { name: `SNS ${operation}`, attributes };
  const arn = [params['TopicArn'], params['TargetArn']].find((value) => typeof value === 'string');
  // A telephone number is nobody else's business.
  const target = arn ?? (isSet(params['PhoneNumber']) ? 'phone_number' : 'unknown');
  const destination = target.slice(target.lastIndexOf(':') + 1);
  attributes['messaging.destination'] = destination;
  attributes['messaging.destination_kind'] = 'topic';
  attributes['messaging.destination.name'] = target;
  return { name: `${destination} send`, kind: SpanKind.PRODUCER, attributes };
}

function lambda(operation: string, params: Params): DescribedParams {
  if (operation !== 'Invoke') return { attributes: {} };
  const name = params['FunctionName'];
  const attributes: Attributes = { 'faas.invoked_provider': 'aws' };
  setText(attributes, 'faas.invoked_name', name);
  return { ...(typeof name === 'string' && { name: `${name} Invoke` }), attributes };
}

function stepFunctions(_operation: string, params: Params): DescribedParams {
  const attributes = texts('aws.step_functions.state_machine.arn', params['stateMachineArn']);
  setText(attributes, 'aws.step_functions.activity.arn', params['activityArn']);
  return { attributes };
}

function secretsManager(_operation: string, { SecretId: id }: Params): DescribedParams {
  const isArn = typeof id === 'string' && /^arn:[^:]+:secretsmanager:/.test(id);
  return { attributes: isArn ? { 'aws.secretsmanager.secret.arn': id } : {} };
}

function texts(name: string, value: unknown): Attributes {
  const attributes: Attributes = {};
  setText(attributes, name, value);
  return attributes;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
