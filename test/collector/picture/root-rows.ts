import fc from 'fast-check';
import { resources } from '../../enrichment/recorded/written-spans.ts';
import type { PictureRow } from './picture-row.ts';
import { word } from './words.ts';

/** Roots that are no servers: a segment named after the service, that says what the root was called. */
export const roots: PictureRow = fc
  .record({
    name: word,
    kind: fc.constantFrom('INTERNAL', 'CONSUMER'),
    parent: fc.constantFrom(undefined, 'remote'),
    cloud: fc.constantFrom('shop', 'ecs', 'gcp'),
  })
  .map(({ name, kind, parent, cloud }) => ({
    row: 'roots that are no servers are segments named after the service',
    file: { name, kind, scope: 'shop-worker', attributes: { step: 1 }, ...(parent !== undefined && { parent }) },
    resource: resources[cloud],
    documents: [
      {
        name: 'shop',
        type: undefined,
        namespace: undefined,
        // A name that is the service's own needs no repeating.
        ...(name !== 'shop' && { metadata: { default: { 'aws.local.operation': name, step: 1 } } }),
      },
    ],
  }));

/** A root that is a call: the call as a subsegment of the service's segment. */
export const rootCalls: PictureRow = fc
  .record({ table: word, kind: fc.constantFrom('CLIENT', 'CONSUMER') })
  .map(({ table, kind }) => ({
    row: 'a root that is a call is a segment with the call as its subsegment',
    file: {
      name: kind === 'CLIENT' ? 'DynamoDB.Scan' : `${table} receive`,
      kind,
      scope: '@opentelemetry/instrumentation-aws-sdk',
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.method': kind === 'CLIENT' ? 'Scan' : 'ReceiveMessage',
        'rpc.service': kind === 'CLIENT' ? 'DynamoDB' : 'SQS',
        'cloud.region': 'eu-west-1',
        ...(kind === 'CLIENT' && { 'aws.dynamodb.table_names': [table] }),
      },
    },
    documents: [
      { name: kind === 'CLIENT' ? 'DynamoDB' : 'SQS', namespace: 'aws', type: 'subsegment' },
      { name: 'shop', type: undefined, namespace: undefined, http: undefined },
    ],
  }));

const PLATFORMS = [
  { resource: resources.ecs, origin: 'AWS::ECS::Fargate', aws: { ecs: { container_id: 'c0ffee' } } },
  { resource: resources.ec2, origin: 'AWS::EC2::Instance', aws: { ec2: { instance_id: 'i-0123456789abcdef0' } } },
  { resource: resources.eks, origin: 'AWS::EKS::Container', aws: { eks: { pod: 'shop-7d9f' } } },
  {
    resource: resources.beanstalk,
    origin: 'AWS::ElasticBeanstalk::Environment',
    aws: { elastic_beanstalk: { environment_name: 'shop-env', deployment_id: 42 } },
  },
  { resource: resources.laptop, origin: undefined, aws: { ec2: undefined } },
  { resource: resources.gcp, origin: undefined, aws: undefined },
] as const;

/** Where the service runs. */
export const platforms: PictureRow = fc
  .record({ platform: fc.constantFrom(...PLATFORMS), path: word })
  .map(({ platform, path }) => ({
    row: `origin and platform are those of the resource: ${platform.origin ?? 'none'}`,
    file: {
      name: `GET /${path}`,
      kind: 'SERVER',
      scope: '@opentelemetry/instrumentation-http',
      attributes: { 'http.request.method': 'GET', 'url.path': `/${path}`, 'http.response.status_code': 200 },
    },
    resource: platform.resource,
    documents: [{ name: 'shop', origin: platform.origin, aws: platform.aws }],
  }));
