import type { Attributes } from '@opentelemetry/api';
import { ATTR_DB_NAMESPACE, ATTR_DB_OPERATION_NAME, ATTR_DB_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import { ATTR_TABLE_NAMES } from './attribute-names.ts';
import { isRecord } from './is-record.ts';
import { setFlag, setJson, setNumber, setText } from './set-attributes.ts';

type Params = Readonly<Record<string, unknown>>;

/**
 * What a call of DynamoDB asks for.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/database/dynamodb/
 */
export function describeDynamoDbParams(operation: string, params: Params): Attributes {
  const attributes: Attributes = { [ATTR_DB_SYSTEM_NAME]: 'dynamodb', [ATTR_DB_OPERATION_NAME]: operation };
  const { TableName: table, RequestItems: items } = params;
  setText(attributes, ATTR_DB_NAMESPACE, table);
  if (typeof table === 'string') attributes[ATTR_TABLE_NAMES] = [table];
  else if (isRecord(items)) attributes[ATTR_TABLE_NAMES] = Object.keys(items);
  details.get(operation)?.(attributes, params);
  return attributes;
}

/** What a call of DynamoDB came to. */
export function describeDynamoDbResult(data: Params): Attributes {
  const attributes: Attributes = {};
  setJson(attributes, 'aws.dynamodb.consumed_capacity', data['ConsumedCapacity']);
  setJson(attributes, 'aws.dynamodb.item_collection_metrics', data['ItemCollectionMetrics']);
  const tables = data['TableNames'];
  if (Array.isArray(tables)) attributes['aws.dynamodb.table_count'] = tables.length;
  setNumber(attributes, 'aws.dynamodb.count', data['Count']);
  setNumber(attributes, 'aws.dynamodb.scanned_count', data['ScannedCount']);
  return attributes;
}

type Detail = (attributes: Attributes, params: Params) => void;

const details = new Map<string, Detail>([
  ['GetItem', read],
  ['Query', query],
  ['Scan', scan],
  ['ListTables', listTables],
  ['CreateTable', createTable],
  ['UpdateTable', updateTable],
]);

function read(attributes: Attributes, params: Params): void {
  setFlag(attributes, 'aws.dynamodb.consistent_read', params['ConsistentRead']);
}

function search(attributes: Attributes, params: Params): void {
  read(attributes, params);
  setText(attributes, 'aws.dynamodb.projection', params['ProjectionExpression']);
  setText(attributes, 'aws.dynamodb.index_name', params['IndexName']);
  setText(attributes, 'aws.dynamodb.select', params['Select']);
  setNumber(attributes, 'aws.dynamodb.limit', params['Limit']);
}

function query(attributes: Attributes, params: Params): void {
  search(attributes, params);
  setFlag(attributes, 'aws.dynamodb.scan_forward', params['ScanIndexForward']);
}

function scan(attributes: Attributes, params: Params): void {
  search(attributes, params);
  setNumber(attributes, 'aws.dynamodb.segment', params['Segment']);
  setNumber(attributes, 'aws.dynamodb.total_segments', params['TotalSegments']);
}

function listTables(attributes: Attributes, params: Params): void {
  setNumber(attributes, 'aws.dynamodb.limit', params['Limit']);
  setText(attributes, 'aws.dynamodb.exclusive_start_table', params['ExclusiveStartTableName']);
}

function createTable(attributes: Attributes, params: Params): void {
  provision(attributes, params);
  setJson(attributes, 'aws.dynamodb.global_secondary_indexes', params['GlobalSecondaryIndexes']);
  setJson(attributes, 'aws.dynamodb.local_secondary_indexes', params['LocalSecondaryIndexes']);
}

function updateTable(attributes: Attributes, params: Params): void {
  provision(attributes, params);
  setJson(attributes, 'aws.dynamodb.attribute_definitions', params['AttributeDefinitions']);
  setJson(attributes, 'aws.dynamodb.global_secondary_index_updates', params['GlobalSecondaryIndexUpdates']);
}

function provision(attributes: Attributes, { ProvisionedThroughput: throughput }: Params): void {
  if (!isRecord(throughput)) return;
  setNumber(attributes, 'aws.dynamodb.provisioned_read_capacity', throughput['ReadCapacityUnits']);
  setNumber(attributes, 'aws.dynamodb.provisioned_write_capacity', throughput['WriteCapacityUnits']);
}
