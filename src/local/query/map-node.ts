import type { SegmentDocument } from '../../xray/segment-document.ts';

/** What makes a node of the map one: all three together. */
export interface MapNode {
  readonly name: string;
  /** `client`, `remote`, an origin such as `AWS::ECS::Fargate`; empty when nobody said. */
  readonly type: string;
  /** Empty when nobody said. */
  readonly accountId: string;
}

/** Where a document that is prepared for digests has its node, so that the blocks that tell it need not be kept. */
export const NODE = Symbol('node');

type MayHaveNode = SegmentDocument & { readonly [NODE]?: MapNode };

/** The node of a segment. */
export function nodeOfSegment(document: MayHaveNode): MapNode {
  const { name, origin, aws, [NODE]: node } = document;
  return node ?? { name: name ?? '', type: textOf(origin), accountId: textOf(aws?.account_id) };
}

/** Whoever calls the service from outside: X-Ray names the client after the service. */
export function clientOf({ name, accountId }: MapNode): MapNode {
  return { name, type: 'client', accountId };
}

/** True for a call that leaves the service, and so leads to another node. */
export function isOutgoing({ namespace }: SegmentDocument): boolean {
  return namespace === 'aws' || namespace === 'remote';
}

/**
 * The node that a call leads to when what it called sends no segments of its own: the resource where that is known
 * (a table, a queue, a bucket, a topic, a function), else the AWS service, a database or some remote host.
 */
export function inferredNode(document: MayHaveNode): MapNode {
  return document[NODE] ?? inferNode(document);
}

function inferNode(document: SegmentDocument): MapNode {
  const name = document.name ?? '';
  const accountId = textOf(document.aws?.account_id);
  if (document.namespace !== 'aws') {
    return { name, type: document.sql === undefined ? 'remote' : 'Database::SQL', accountId };
  }
  const service = name.replace(/^(?:AWS\.SDK\.|AWS::|Amazon|AWS)/, '') || name;
  const known = RESOURCES.get(service.toLowerCase());
  const { aws = NOTHING, metadata } = document;
  const resource = known?.resourceOf(aws as Fields, metadata?.['default'] ?? NOTHING) ?? '';
  if (known !== undefined && resource !== '') return { name: resource, type: known.resourceType, accountId };
  return { name, type: known?.serviceType ?? `AWS::${service.replaceAll(/[^A-Za-z0-9]/g, '')}`, accountId };
}

type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = {};

interface AwsResource {
  readonly serviceType: string;
  readonly resourceType: string;
  /** X-Ray's SDKs name the resource in the block; OpenTelemetry's attributes are recorded in metadata. */
  readonly resourceOf: (aws: Fields, recorded: Fields) => string;
}

/** AWS services whose resources X-Ray shows as nodes of their own, by the service's name in lower case. */
const RESOURCES: ReadonlyMap<string, AwsResource> = new Map([
  ['dynamodb', resource('AWS::DynamoDB', 'AWS::DynamoDB::Table', tableOf)],
  ['sqs', resource('AWS::SQS', 'AWS::SQS::Queue', (aws) => lastPart(aws['queue_url'], '/'))],
  [
    's3',
    resource('AWS::S3', 'AWS::S3::Bucket', (aws, recorded) => textOf(aws['bucket_name'] ?? recorded['aws.s3.bucket'])),
  ],
  [
    'sns',
    resource('AWS::SNS', 'AWS::SNS::Topic', (aws, recorded) =>
      lastPart(aws['topic_arn'] ?? recorded['aws.sns.topic.arn'], ':'),
    ),
  ],
  [
    'lambda',
    resource('AWS::Lambda', 'AWS::Lambda::Function', (aws, recorded) =>
      lastPart(aws['function_name'] ?? recorded['aws.lambda.invoked_arn'] ?? recorded['faas.invoked_name'], ':'),
    ),
  ],
]);

function resource(serviceType: string, resourceType: string, resourceOf: AwsResource['resourceOf']): AwsResource {
  return { serviceType, resourceType, resourceOf };
}

function tableOf({ table_name: name, table_names: names }: Fields): string {
  if (typeof name === 'string') return name;
  return Array.isArray(names) && names.length === 1 ? textOf(names[0]) : '';
}

function lastPart(value: unknown, separator: string): string {
  const text = textOf(value);
  return text.slice(text.lastIndexOf(separator) + 1);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
