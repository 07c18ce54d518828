import type { AwsBlock } from '../xray/segment-document.ts';
import { makeLogGroups } from './aws-log-groups.ts';
import { makeBeanstalk, makeEc2, makeEcs, makeEks, makeSdk } from './aws-platform.ts';
import { perResource } from './per-resource.ts';
import { asText, isGiven, isList, readText, unlessEmpty } from './read-attribute.ts';
import type { Attributes } from './span.ts';

type CallField = 'operation' | 'account_id' | 'region' | 'request_id' | 'queue_url' | 'table_name';

/** A block that what the span says of a call is written into. */
type AwsDraft = { -readonly [K in keyof AwsBlock]: AwsBlock[K] };

const CALL_ATTRIBUTES: ReadonlyMap<string, CallField> = new Map<string, CallField>([
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

/**
 * Where the service runs and what it asked of AWS. There is no block for a service in another cloud.
 */
export function makeAws(
  resource: Attributes,
  attributes: Attributes,
  logGroupNames: readonly string[],
): AwsBlock | undefined {
  const platform = makePlatform(resource);
  if (platform === undefined) return undefined;
  const block: AwsDraft = {
    elastic_beanstalk: platform.elastic_beanstalk,
    ecs: platform.ecs,
    ec2: platform.ec2,
    eks: platform.eks,
    xray: platform.xray,
    account_id: platform.account_id,
    cloudwatch_logs: makeLogGroups(resource, logGroupNames),
    operation: undefined,
    region: undefined,
    request_id: undefined,
    queue_url: undefined,
    table_name: undefined,
    table_names: undefined,
  };
  readCall(block, attributes);
  readQueue(block, attributes);
  readTables(block, attributes);
  return block;
}

/** True for the attributes of a call that are used up, in other clouds too. */
export function isCallAttribute(key: string): boolean {
  return CALL_ATTRIBUTES.has(key);
}

/** Where the service runs; undefined in another cloud. */
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
  };
});

/** Of two attributes for one field the later counts, only `aws.operation` always comes before `rpc.method`. */
function readCall(block: AwsDraft, attributes: Attributes): void {
  for (const key of Object.keys(attributes)) {
    const field = CALL_ATTRIBUTES.get(key);
    if (field === undefined) continue;
    const value = attributes[key] ?? null;
    if (field !== 'account_id' || value !== null) block[field] = unlessEmpty(asText(value));
  }
  if (isGiven(attributes, 'aws.operation')) block.operation = unlessEmpty(readText(attributes, 'aws.operation'));
}

function readQueue(block: AwsDraft, attributes: Attributes): void {
  if (isGiven(attributes, 'messaging.url')) block.queue_url = unlessEmpty(readText(attributes, 'messaging.url'));
}

function readTables(block: AwsDraft, attributes: Attributes): void {
  const tables = attributes['aws.dynamodb.table_names'];
  if (typeof tables === 'string') block.table_name = unlessEmpty(tables);
  else if (isList(tables) && tables.length === 1) block.table_name = unlessEmpty(asText(tables[0]));
  else if (isList(tables) && tables.length > 1) {
    block.table_name = undefined;
    block.table_names = tables.map(asText);
  }
}
