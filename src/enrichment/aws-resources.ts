import { parseArn } from './arn.ts';
import { hostOfUrl } from './host.ts';
import type { SpanDraft } from './span-draft.ts';

/** What an AWS call is about. */
export interface AwsResource {
  readonly attributes: readonly (readonly [key: string, value: unknown])[];
  /** The account that owns it, 12 digits; empty where unknown. */
  readonly account: string;
}

interface Draft {
  readonly attributes: (readonly [key: string, value: unknown])[];
  account: string;
}

type Describe = (draft: SpanDraft, found: Draft) => void;

const DESCRIBERS: ReadonlyMap<string, Describe> = new Map<string, Describe>([
  ['DynamoDB', describeTables],
  ['SQS', describeQueue],
  ['S3', (draft, found) => add(found, 'aws.bucket_name', draft.text('aws.s3.bucket'))],
  ['SNS', (draft, found) => addArn(found, 'aws.topic_arn', draft.text('aws.sns.topic.arn'))],
  ['Lambda', describeFunction],
  ['Kinesis', describeStream],
  ['SFN', describeStateMachine],
  ['EventBridge', describeEventBus],
  ['CloudWatchEvents', describeEventBus],
  ['SecretsManager', describeSecret],
]);

/**
 * The table, queue, bucket, topic, function, stream, state machine, event bus or secret of an AWS call, under the
 * names that the exporter reads, else under those of the X-Ray SDKs' `aws` block.
 */
export function awsResource(draft: SpanDraft): AwsResource {
  const found: Draft = { attributes: [], account: '' };
  DESCRIBERS.get(draft.text('rpc.service'))?.(draft, found);
  return found;
}

function describeTables(draft: SpanDraft, found: Draft): void {
  const recorded = draft.get('aws.dynamodb.table_names');
  const tables: readonly unknown[] = Array.isArray(recorded) ? recorded : [recorded];
  const arn = tables.map(parseArn).find((parsed) => parsed !== undefined);
  found.account = arn?.account ?? '';
  if (tables.length === 1 && typeof tables[0] === 'string') {
    add(found, 'aws.table_name', arn === undefined ? tables[0] : partOf(arn.resource, '/', 1));
  }
}

/** `https://sqs.eu-west-1.amazonaws.com/123456789012/orders`: AWS's own URLs hold the account. */
function describeQueue(draft: SpanDraft, found: Draft): void {
  const url = draft.text('url.full');
  add(found, 'aws.queue_url', url);
  const isAws = /\.amazonaws\.com(?:\.cn)?$/.test(hostOfUrl(url)?.host ?? '');
  found.account = isAws ? (/^[^/]*\/\/[^/]*\/(\d{12})\//.exec(url)?.[1] ?? '') : '';
}

/** A name, an ARN, or `123456789012:function:name`; a version or alias may follow. */
function describeFunction(draft: SpanDraft, found: Draft): void {
  const name = draft.text('faas.invoked_name');
  const arn = parseArn(name) ?? parseArn(/^\d{12}:function:/.test(name) ? `arn:aws:lambda::${name}` : '');
  found.account = arn?.account ?? '';
  add(found, 'aws.function_name', arn === undefined ? partOf(name, ':', 0) : partOf(arn.resource, ':', 1));
}

function describeStream(draft: SpanDraft, found: Draft): void {
  const arn = parseArn(draft.get('aws.kinesis.stream.arn'));
  found.account = arn?.account ?? '';
  add(found, 'aws.stream_name', draft.text('aws.kinesis.stream.name') || partOf(arn?.resource ?? '', '/', 1));
}

function describeStateMachine(draft: SpanDraft, found: Draft): void {
  addArn(found, 'aws.state_machine_arn', draft.text('aws.step_functions.state_machine.arn'));
  addArn(found, 'aws.activity_arn', draft.text('aws.step_functions.activity.arn'));
}

function describeEventBus(draft: SpanDraft, found: Draft): void {
  const bus = draft.get('aws.eventbridge.event_bus.name');
  const names: readonly unknown[] = Array.isArray(bus) ? bus : [bus];
  const arn = names.map(parseArn).find((parsed) => parsed !== undefined);
  found.account = arn?.account ?? '';
  if (bus !== undefined) {
    const isOne = names.length === 1 && arn !== undefined;
    found.attributes.push(['aws.event_bus_name', isOne ? partOf(arn.resource, '/', 1) : bus]);
  }
}

/** AWS puts a hyphen and six random characters behind a secret's name in its ARN. */
function describeSecret(draft: SpanDraft, found: Draft): void {
  const arn = parseArn(draft.get('aws.secretsmanager.secret.arn'));
  found.account = arn?.account ?? '';
  const fromArn = (arn?.resource ?? '').replace(/^secret:/, '').replace(/-[A-Za-z\d]{6}$/, '');
  add(found, 'aws.secret_name', draft.text('aws.secretsmanager.secret.name') || fromArn);
}

function add(found: Draft, key: string, value: string): void {
  if (value !== '') found.attributes.push([key, value]);
}

function addArn(found: Draft, key: string, value: string): void {
  add(found, key, value);
  found.account ||= parseArn(value)?.account ?? '';
}

function partOf(text: string, separator: string, index: number): string {
  return text.split(separator, index + 2)[index] ?? '';
}
