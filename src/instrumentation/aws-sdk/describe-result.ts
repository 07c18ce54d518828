import type { Attributes } from '@opentelemetry/api';
import { ATTR_MESSAGING_MESSAGE_ID } from './attribute-names.ts';
import { describeDynamoDbResult } from './describe-dynamodb.ts';
import { setText } from './set-attributes.ts';

/**
 * What the result of a successful call says, for either SDK.
 *
 * @param service the service's id without spaces
 * @param data of any form; what is not understood is left out
 */
export function describeResult(
  service: string,
  operation: string,
  data: Readonly<Record<string, unknown>>,
): Attributes {
  const attributes: Attributes = {};
  switch (service) {
    case 'DynamoDB':
      return describeDynamoDbResult(data);
    case 'SQS':
      if (operation === 'SendMessage') setText(attributes, ATTR_MESSAGING_MESSAGE_ID, data['MessageId']);
      if (operation === 'ReceiveMessage') attributes['messaging.batch.message_count'] = countOf(data['Messages']);
      break;
    case 'SNS':
      setText(attributes, 'aws.sns.topic.arn', data['TopicArn']);
      break;
    case 'SecretsManager':
      setText(attributes, 'aws.secretsmanager.secret.arn', data['ARN']);
      break;
  }
  return attributes;
}

function countOf(messages: unknown): number {
  return Array.isArray(messages) ? messages.length : 0;
}
