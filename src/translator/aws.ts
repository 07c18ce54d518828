import type { AwsBlock } from '../xray/segment-document.ts';
import { makeLogGroups } from './aws-log-groups.ts';
import { makeBeanstalk, makeEc2, makeEcs, makeEks, makeSdk } from './aws-platform.ts';
import { perResource } from './per-resource.ts';
import { asText, isGiven, isList, readText, unlessEmpty } from './read-attribute.ts';
import type { Attributes, AttributeValue, SpanRecord } from './span.ts';

/** A field that tells of a call. */
export type CallField = 'operation' | 'account_id' | 'region' | 'request_id' | 'queue_url' | 'table_name';

/** A block that what the span says of a call is written into. */
export type AwsDraft = { -readonly [K in keyof AwsBlock]: AwsBlock[K] };

/** The attributes of a call, which are used up, in other clouds too. */
export const CALL_ATTRIBUTES: ReadonlyMap<string, CallField> = new Map<string, CallField>([
  ['aws.operation', 'operation'],
  ['rpc.method', 'operation'],
  ['aws.account_id', 'account_id'],
  ['aws.region', 'region'],
  ['aws.request_id', 'request_id'],
  ['aws.requestId', 'request_id'],
  ['aws.queue_url', 'queue_url'],
  ['aws.queue.url', 'queue_url'],
  ['aws.table_name', 'table_name'],
  ['aws.table.name', 'table_name'],
]);

/** A block that says only where the service runs. There is none for a service in another cloud. */
export function createAwsDraft(resource: Attributes, logGroupNames: readonly string[]): AwsDraft | undefined {
  const platform = makePlatform(resource);
  return platform && { ...platform, cloudwatch_logs: makeLogGroups(resource, logGroupNames) };
}

/** Reads an attribute's value. Of two attributes for one field the later counts, for `rpc.method` see `makeAws`. */
export function readCall(draft: AwsDraft, field: CallField, value: AttributeValue): void {
  if (field !== 'account_id' || value !== null) draft[field] = unlessEmpty(asText(value));
}

/** Where the service runs and what it asked of AWS; `draft` is what was read, undefined when that is nothing. */
export function makeAws(
  { attributes, resource }: SpanRecord,
  draft: AwsDraft | undefined,
  logGroupNames: readonly string[],
): AwsBlock | undefined {
  const isCall = draft !== undefined || isGiven(attributes, 'messaging.url') || isGiven(attributes, TABLES);
  if (!isCall && logGroupNames.length === 0) return makePlatform(resource.attributes);
  const block = draft ?? createAwsDraft(resource.attributes, logGroupNames);
  if (block === undefined || !isCall) return block;
  // This one always comes before `rpc.method`.
  if (isGiven(attributes, 'aws.operation')) block.operation = unlessEmpty(readText(attributes, 'aws.operation'));
  readQueue(block, attributes);
  readTables(block, attributes);
  return block;
}

const TABLES = 'aws.dynamodb.table_names';

/** Where the service runs, one block for all spans that called nothing; undefined in another cloud. */
const makePlatform = perResource((resource): AwsBlock | undefined => {
  const provider = readText(resource, 'cloud.provider');
  if (provider !== '' && provider !== 'aws') return undefined;
  return {
    elastic_beanstalk: makeBeanstalk(resource),
    ecs: makeEcs(resource),
    ec2: makeEc2(resource),
    eks: makeEks(resource),
    xray: makeSdk(resource),
    account_id: unlessEmpty(readText(resource, 'cloud.account.id')),
    cloudwatch_logs: makeLogGroups(resource, []),
    operation: undefined,
    region: undefined,
    request_id: undefined,
    queue_url: undefined,
    table_name: undefined,
    table_names: undefined,
  };
});

function readQueue(block: AwsDraft, attributes: Attributes): void {
  if (isGiven(attributes, 'messaging.url')) block.queue_url = unlessEmpty(readText(attributes, 'messaging.url'));
}

function readTables(block: AwsDraft, attributes: Attributes): void {
  const tables = attributes[TABLES];
  if (typeof tables === 'string') block.table_name = unlessEmpty(tables);
  else if (isList(tables) && tables.length === 1) block.table_name = unlessEmpty(asText(tables[0]));
  else if (isList(tables) && tables.length > 1) {
    block.table_name = undefined;
    block.table_names = tables.map(asText);
  }
}
