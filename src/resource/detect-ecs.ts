import { hostname } from 'node:os';
import type { Attributes } from '@opentelemetry/api';
import type { Detection } from './detection.ts';
import { parseJsonObject, readObject, readText, type JsonObject } from './json-object.ts';
import { requestMetadata } from './metadata-request.ts';

/**
 * The ECS task and container, from the agent's endpoint that the environment names
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html). Done here
 * rather than by upstream's detector, which gives nothing at all in China and GovCloud (it expects `arn:aws:`)
 * and reads the container id from a control group file that Fargate leaves empty.
 */
export async function detectEcs({ environment, signal }: Detection): Promise<Attributes> {
  const uri = environment['ECS_CONTAINER_METADATA_URI_V4'] || environment['ECS_CONTAINER_METADATA_URI'];
  if (uri === undefined || uri === '') return {};
  const [container, task] = await Promise.all([askForObject(uri, signal), askForObject(`${uri}/task`, signal)]);
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_ecs',
    // X-Ray defines the container of an ECS block as its host name.
    'container.name': hostname(),
    'container.id': readText(container, 'DockerId'),
    ...readTask(container, task),
    ...readLogs(container),
  };
}

async function askForObject(url: string, signal: AbortSignal): Promise<JsonObject> {
  try {
    return parseJsonObject(await requestMetadata(url, { signal }));
  } catch {
    // The environment already proves ECS: half of the picture is better than none.
    return {};
  }
}

function readTask(container: JsonObject, task: JsonObject): Attributes {
  const taskArn = readText(task, 'TaskARN');
  const containerArn = readText(container, 'ContainerARN');
  const cluster = readText(task, 'Cluster');
  const arn = parseArn(taskArn ?? containerArn);
  const clusterArn =
    cluster?.startsWith('arn:') === true ? cluster : arn && cluster && `${arn.prefix}:cluster/${cluster}`;
  return {
    'cloud.account.id': arn?.account,
    'cloud.region': arn?.region,
    'cloud.availability_zone': readText(task, 'AvailabilityZone'),
    'cloud.resource_id': containerArn,
    'aws.ecs.cluster.arn': clusterArn,
    'aws.ecs.container.arn': containerArn,
    'aws.ecs.launchtype': readText(task, 'LaunchType')?.toLowerCase(),
    'aws.ecs.task.arn': taskArn,
    'aws.ecs.task.family': readText(task, 'Family'),
    'aws.ecs.task.revision': readText(task, 'Revision'),
  };
}

function readLogs(container: JsonObject): Attributes {
  const options = readObject(container, 'LogOptions');
  const group = readText(options, 'awslogs-group');
  if (readText(container, 'LogDriver') !== 'awslogs' || group === undefined) return {};
  const stream = readText(options, 'awslogs-stream');
  const arn = parseArn(readText(container, 'ContainerARN'));
  const groupArn =
    arn &&
    `arn:${arn.partition}:logs:${readText(options, 'awslogs-region') ?? arn.region}:${arn.account}:log-group:${group}`;
  return {
    'aws.log.group.names': [group],
    ...(groupArn && { 'aws.log.group.arns': [groupArn] }),
    ...(stream && { 'aws.log.stream.names': [stream] }),
    ...(groupArn && stream && { 'aws.log.stream.arns': [`${groupArn}:log-stream:${stream}`] }),
  };
}

function parseArn(
  arn: string | undefined,
): { prefix: string; partition: string; region: string; account: string } | undefined {
  const [scheme, partition, service, region, account] = arn?.split(':', 5) ?? [];
  if (scheme !== 'arn' || !partition || service !== 'ecs' || !region || !account) return undefined;
  return { prefix: `arn:${partition}:ecs:${region}:${account}`, partition, region, account };
}
