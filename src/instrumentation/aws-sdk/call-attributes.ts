import type { Attributes } from '@opentelemetry/api';
import { ATTR_EVENT_BUS, ATTR_SECRET_NAME, ATTR_STREAM_ARN, ATTR_TABLE_NAMES } from './attribute-names.ts';
import { isRecord } from './is-record.ts';

/**
 * What an AWS call is about, beyond what upstream's instrumentation knows: the event bus, the secret's
 * name, a stream by ARN, the tables of a transaction.
 *
 * @param service the service's id without spaces
 * @param params the call's parameters, of any form
 */
export function callAttributes(service: string, params: unknown): Attributes {
  if (!isRecord(params)) return {};
  switch (service) {
    case 'EventBridge':
    case 'CloudWatchEvents':
      return named(ATTR_EVENT_BUS, eventBus(params));
    case 'SecretsManager':
      return named(ATTR_SECRET_NAME, secretName(params['SecretId']));
    case 'Kinesis':
      return named(ATTR_STREAM_ARN, textOf(params['StreamARN']));
    case 'DynamoDB':
      return named(ATTR_TABLE_NAMES, transactionTables(params['TransactItems']));
    default:
      return {};
  }
}

function named(name: string, value: string | string[] | undefined): Attributes {
  return value === undefined ? {} : { [name]: value };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function secretName(secretId: unknown): string | undefined {
  const text = textOf(secretId);
  return text?.startsWith('arn:') === true ? undefined : text;
}

function eventBus(params: Record<string, unknown>): string | string[] | undefined {
  const entries: readonly unknown[] = Array.isArray(params['Entries']) ? params['Entries'] : [params];
  const names = distinct(entries.map((entry) => (isRecord(entry) ? textOf(entry['EventBusName']) : undefined)));
  return names.length > 1 ? names : names[0];
}

function transactionTables(items: unknown): string[] | undefined {
  if (!Array.isArray(items)) return undefined;
  const actions = items.flatMap((item: unknown) => (isRecord(item) ? Object.values(item) : []));
  const names = distinct(actions.map((action) => (isRecord(action) ? textOf(action['TableName']) : undefined)));
  return names.length > 0 ? names : undefined;
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}
