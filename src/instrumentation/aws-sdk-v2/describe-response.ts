import type { Attributes } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import {
  ATTR_CLOUD_REGION,
  ATTR_EXTENDED_REQUEST_ID,
  ATTR_MESSAGING_MESSAGE_ID,
  ATTR_REQUEST_ID,
  ATTR_THROTTLING,
} from '../aws-sdk/attribute-names.ts';
import { isRecord } from '../aws-sdk/is-record.ts';
import { responseSize } from '../aws-sdk/response-size.ts';
import { isThrottling } from '../aws-sdk/throttling.ts';
import type { V2Call } from './describe-call.ts';
import type { V2Request } from './sdk-shapes.ts';

/** What a finished request tells, successful or not: ids, status, the kind of its error, counts of its result. */
export function describeResponse(call: V2Call, { httpRequest, response }: V2Request): Attributes {
  const { data, error, httpResponse } = response;
  const failure = isRecord(error) ? error : {};
  const status = httpResponse?.statusCode;
  return {
    // S3 finds the region of a bucket while the request runs.
    ...text(ATTR_CLOUD_REGION, httpRequest.region),
    ...text(ATTR_REQUEST_ID, response.requestId ?? failure['requestId']),
    ...text(ATTR_EXTENDED_REQUEST_ID, response.extendedRequestId ?? failure['extendedRequestId']),
    ...(typeof status === 'number' && { [ATTR_HTTP_RESPONSE_STATUS_CODE]: status }),
    ...responseSize(call.operation, httpResponse?.headers),
    ...(isRecord(error) ? describeError(failure, status) : describeData(call, data)),
  };
}

function describeError(error: Readonly<Record<string, unknown>>, status: number | undefined): Attributes {
  const code = error['code'] ?? error['name'];
  return {
    ...text(ATTR_ERROR_TYPE, code),
    ...(isThrottling(code, error['statusCode'] ?? status) && { [ATTR_THROTTLING]: true }),
  };
}

function describeData({ service, operation }: V2Call, data: unknown): Attributes {
  if (!isRecord(data)) return {};
  switch (service) {
    case 'DynamoDB':
      return dynamoDbResult(data);
    case 'SQS':
      return sqsResult(operation, data);
    case 'SNS':
      return text('aws.sns.topic.arn', data['TopicArn']);
    case 'SecretsManager':
      return text('aws.secretsmanager.secret.arn', data['ARN']);
    default:
      return {};
  }
}

function dynamoDbResult(data: Readonly<Record<string, unknown>>): Attributes {
  const { ConsumedCapacity: capacity, TableNames: tables, Count: count, ScannedCount: scanned } = data;
  const capacities: readonly unknown[] = Array.isArray(capacity) ? capacity : [capacity];
  return {
    ...(isRecord(capacity) && {
      'aws.dynamodb.consumed_capacity': capacities.map((value) => JSON.stringify(value)),
    }),
    ...(Array.isArray(tables) && { 'aws.dynamodb.table_count': tables.length }),
    ...(typeof count === 'number' && { 'aws.dynamodb.count': count }),
    ...(typeof scanned === 'number' && { 'aws.dynamodb.scanned_count': scanned }),
  };
}

function sqsResult(operation: string, data: Readonly<Record<string, unknown>>): Attributes {
  if (operation === 'SendMessage') return text(ATTR_MESSAGING_MESSAGE_ID, data['MessageId']);
  if (operation !== 'ReceiveMessage') return {};
  const messages = data['Messages'];
  return { 'messaging.batch.message_count': Array.isArray(messages) ? messages.length : 0 };
}

function text(name: string, value: unknown): Attributes {
  return typeof value === 'string' && value !== '' ? { [name]: value } : {};
}
