import { hostname } from 'node:os';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { detectEcs } from '../../src/resource/detect-ecs.ts';
import { startMetadataService, type MetadataService } from './metadata-service.ts';

let service: MetadataService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function detect(container: unknown, task: unknown, variable = 'ECS_CONTAINER_METADATA_URI_V4') {
  service = await startMetadataService({ 'GET /v4/abc': container, 'GET /v4/abc/task': task });
  const detected = await detectEcs({
    environment: { [variable]: `${service.url}/v4/abc` },
    signal: new AbortController().signal,
  });
  return Object.fromEntries(Object.entries(detected).filter(([, value]) => value !== undefined));
}

const PROOF = { 'cloud.provider': 'aws', 'cloud.platform': 'aws_ecs', 'container.name': hostname() };

function metadata(partition: string, region: string) {
  const prefix = `arn:${partition}:ecs:${region}:111122223333`;
  return {
    container: {
      DockerId: 'cd189a933e5849daa93386466019ab50-2495160603',
      Name: 'web',
      ContainerARN: `${prefix}:container/05966557`,
      LogDriver: 'awslogs',
      LogOptions: { 'awslogs-group': '/ecs/web', 'awslogs-region': region, 'awslogs-stream': 'ecs/web/cd189a93' },
    },
    task: {
      Cluster: 'default',
      TaskARN: `${prefix}:task/default/e9028f8d5d8e4f258373e7b93ce9a3c3`,
      Family: 'web',
      Revision: '3',
      LaunchType: 'FARGATE',
      AvailabilityZone: `${region}a`,
    },
  };
}

test.each([
  ['aws', 'eu-west-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
])('a task in the partition %s is told completely', async (partition, region) => {
  const { container, task } = metadata(partition, region);
  const logGroup = `arn:${partition}:logs:${region}:111122223333:log-group:/ecs/web`;
  expect(await detect(container, task)).toEqual({
    ...PROOF,
    'container.id': container.DockerId,
    'cloud.account.id': '111122223333',
    'cloud.region': region,
    'cloud.availability_zone': `${region}a`,
    'cloud.resource_id': container.ContainerARN,
    'aws.ecs.cluster.arn': `arn:${partition}:ecs:${region}:111122223333:cluster/default`,
    'aws.ecs.container.arn': container.ContainerARN,
    'aws.ecs.launchtype': 'fargate',
    'aws.ecs.task.arn': task.TaskARN,
    'aws.ecs.task.family': 'web',
    'aws.ecs.task.revision': '3',
    'aws.log.group.names': ['/ecs/web'],
    'aws.log.group.arns': [logGroup],
    'aws.log.stream.names': ['ecs/web/cd189a93'],
    'aws.log.stream.arns': [`${logGroup}:log-stream:ecs/web/cd189a93`],
  });
});

test('a cluster given as an ARN stays as it is, and version 3 of the endpoint tells what it knows', async () => {
  const cluster = 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod';
  const detected = await detect(
    { DockerId: 'abc' },
    { Cluster: cluster, TaskARN: 'arn:aws:ecs:eu-west-1:111122223333:task/prod/1' },
    'ECS_CONTAINER_METADATA_URI',
  );
  expect(detected).toMatchObject({ ...PROOF, 'container.id': 'abc', 'aws.ecs.cluster.arn': cluster });
});

test('without the variable there is no ECS, and with it alone there is', async () => {
  expect(await detectEcs({ environment: {}, signal: new AbortController().signal })).toEqual({});
  expect(await detect(404, 500)).toEqual(PROOF);
  expect(await detect('not json', '[1]')).toEqual(PROOF);
});

test('metadata of any shape gives only texts', async () => {
  const wild = fc.dictionary(
    fc.constantFrom(
      'DockerId',
      'ContainerARN',
      'LogDriver',
      'LogOptions',
      'TaskARN',
      'Cluster',
      'LaunchType',
      'Family',
    ),
    fc.jsonValue(),
  );
  service = await startMetadataService({});
  await fc.assert(
    fc.asyncProperty(wild, wild, async (container, task) => {
      await service?.close();
      const detected = await detect({ LogDriver: 'awslogs', ...container }, task);
      expect(detected).toMatchObject(PROOF);
      for (const value of Object.values(detected).flat()) expect(typeof value).toBe('string');
    }),
    { numRuns: 50 },
  );
});
