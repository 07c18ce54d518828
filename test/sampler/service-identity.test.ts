import { expect, test } from 'vitest';
import { identifyService } from '../../src/sampler/service-identity.ts';
import { makeOrigin } from '../../src/translator/origin.ts';

type Resource = Parameters<typeof makeOrigin>[0];

function typesOf(resource: Record<string, string>): readonly string[] {
  return identifyService(resource, (attributes) => makeOrigin(attributes as Resource)).types;
}

test.each([
  [{ 'cloud.platform': 'aws_ec2' }, ['AWS::EC2::Instance']],
  [{ 'cloud.platform': 'aws_eks' }, ['AWS::EKS::Container']],
  [{ 'cloud.platform': 'aws_elastic_beanstalk' }, ['AWS::ElasticBeanstalk::Environment']],
  [{ 'cloud.platform': 'aws_app_runner' }, ['AWS::AppRunner::Service']],
  [{ 'cloud.platform': 'aws_ecs', 'aws.ecs.launchtype': 'fargate' }, ['AWS::ECS::Fargate', 'AWS::ECS::Container']],
  [{ 'cloud.platform': 'aws_ecs', 'aws.ecs.launchtype': 'ec2' }, ['AWS::ECS::EC2', 'AWS::ECS::Container']],
  [{ 'cloud.platform': 'aws_lambda' }, ['AWS::Lambda::Function']],
  [{ 'cloud.provider': 'gcp', 'cloud.platform': 'gcp_cloud_run' }, []],
  [{}, []],
])('the types of %j are those that X-Ray shows: %j', (resource, types) => {
  expect([...new Set(typesOf(resource))]).toEqual(types);
});

test('name and ARNs are those of the resource', () => {
  const { name, resourceArns } = identifyService(
    { 'service.name': 'shop', 'aws.ecs.cluster.arn': 'arn:c', 'aws.ecs.container.arn': 'arn:b', 'cloud.region': 'x' },
    () => undefined,
  );
  expect({ name, resourceArns }).toEqual({ name: 'shop', resourceArns: ['arn:b', 'arn:c'] });
  expect(identifyService({}, () => undefined).name).toBeUndefined();
});
