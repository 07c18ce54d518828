import { perResource } from './per-resource.ts';
import { readText } from './read-attribute.ts';

const ORIGINS: ReadonlyMap<string, string> = new Map([
  ['aws_app_runner', 'AWS::AppRunner::Service'],
  ['aws_eks', 'AWS::EKS::Container'],
  ['aws_elastic_beanstalk', 'AWS::ElasticBeanstalk::Environment'],
  ['aws_ec2', 'AWS::EC2::Instance'],
]);

const ECS_ORIGINS: ReadonlyMap<string, string> = new Map([
  ['ec2', 'AWS::ECS::EC2'],
  ['fargate', 'AWS::ECS::Fargate'],
]);

/** What runs the service, in X-Ray's words; undefined outside AWS and on platforms without a word of their own. */
export const makeOrigin = perResource((resource): string | undefined => {
  const provider = resource['cloud.provider'];
  if (provider !== undefined && provider !== 'aws') return undefined;
  const platform = readText(resource, 'cloud.platform');
  if (platform !== 'aws_ecs') return ORIGINS.get(platform);
  return ECS_ORIGINS.get(readText(resource, 'aws.ecs.launchtype')) ?? 'AWS::ECS::Container';
});
