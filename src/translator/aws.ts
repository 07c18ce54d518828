import type { AwsBlock } from '../xray/segment-document.ts';
import { makeLogGroups } from './aws-log-groups.ts';
import { makeBeanstalk, makeEc2, makeEcs, makeEks, makeSdk } from './aws-platform.ts';
import { perResource } from './per-resource.ts';
import { asText, isGiven, isList, readText, unlessEmpty } from './read-attribute.ts';
import { type Part, withoutUsed } from './remainder.ts';
import type { Attributes } from './span.ts';

type CallField = 'operation' | 'account_id' | 'region' | 'request_id' | 'queue_url' | 'table_name';

/** What a span says of a call of an AWS service. */
type Call = { [K in CallField | 'table_names']?: AwsBlock[K] };

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
 * Where the service runs and what it asked of AWS. There is no block for a service in another cloud, yet the
 * attributes of a call are used up there as well.
 */
export function makeAws(
  resource: Attributes,
  attributes: Attributes,
  logGroupNames: readonly string[],
): Part<AwsBlock | undefined> {
  const rest = withoutUsed(attributes, (key) => CALL_ATTRIBUTES.has(key));
  const platform = makePlatform(resource);
  if (platform === undefined) return { part: undefined, rest };
  const part = {
    ...platform,
    cloudwatch_logs: makeLogGroups(resource, logGroupNames),
    ...readCall(attributes),
    ...readQueue(attributes),
    ...readTables(attributes),
  };
  return { part, rest };
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
function readCall(attributes: Attributes): Call {
  const call: Call = {};
  for (const key of Object.keys(attributes)) {
    const field = CALL_ATTRIBUTES.get(key);
    const value = attributes[key] ?? null;
    if (field === undefined || (field === 'account_id' && value === null)) continue;
    call[field] = unlessEmpty(asText(value));
  }
  if (isGiven(attributes, 'aws.operation')) call.operation = unlessEmpty(readText(attributes, 'aws.operation'));
  return call;
}

function readQueue(attributes: Attributes): Call {
  if (!isGiven(attributes, 'messaging.url')) return {};
  return { queue_url: unlessEmpty(readText(attributes, 'messaging.url')) };
}

function readTables(attributes: Attributes): Call {
  const tables = attributes['aws.dynamodb.table_names'];
  if (typeof tables === 'string') return { table_name: unlessEmpty(tables) };
  if (!isList(tables) || tables.length === 0) return {};
  if (tables.length === 1) return { table_name: unlessEmpty(asText(tables[0])) };
  return { table_name: undefined, table_names: tables.map(asText) };
}
