import { type AttributeRow, field, leftOut, metadata } from './attribute-row.ts';

/** The namespaces of what resource detectors tell; a key outside of them is one that somebody chose. */
export const detectedNamespaces: readonly string[] = [
  'aws.',
  'cloud.',
  'container.',
  'device.',
  'faas.',
  'host.',
  'k8s.',
  'os.',
  'process.',
  'service.',
  'telemetry.',
  'webengine.',
];

/**
 * The attributes of the resource that go on. Of the namespaces above nothing else does, unless it was configured
 * (`OTEL_RESOURCE_ATTRIBUTES`, or `resourceAttributes` in code). Segments show each as metadata
 * `otel.resource.<name>` too.
 */
export const resourceAttributes: readonly AttributeRow[] = [
  field('service.name', "the name of the service's segments"),
  field('service.version', '`service.version`'),
  field('service.namespace', '`aws.elastic_beanstalk.environment_name`'),
  field('service.instance.id', '`aws.elastic_beanstalk.deployment_id`'),
  metadata('deployment.environment.name', 'such as `production`'),
  field('telemetry.sdk.name', '`aws.xray.sdk`'),
  field('telemetry.sdk.language', '`aws.xray.sdk`; `javascript`, for which the exporter reads stacks'),
  field('telemetry.sdk.version', '`aws.xray.sdk_version`'),
  field('telemetry.distro.version', '`aws.xray.auto_instrumentation`'),
  field('cloud.provider', 'whether there is an `aws` block'),
  field('cloud.platform', '`origin`'),
  field('cloud.account.id', '`aws.account_id`'),
  field('cloud.availability_zone', '`aws.ec2.availability_zone`, `aws.ecs.availability_zone`'),
  metadata('cloud.region', 'where the service runs'),
  field('host.id', '`aws.ec2.instance_id`; left out where it is no EC2 instance'),
  field('host.type', '`aws.ec2.instance_size`'),
  field('host.image.id', '`aws.ec2.ami_id`'),
  field('container.name', '`aws.ecs.container`'),
  field('container.id', '`aws.ecs.container_id`, `aws.eks.container_id`'),
  field('container.image.tag', '`service.version` where it has none of its own'),
  field('container.image.tags', '`service.version` where it has none of its own'),
  field('aws.ecs.launchtype', '`origin`, `aws.ecs.launch_type`'),
  field('aws.ecs.cluster.arn', '`aws.ecs.cluster_arn`'),
  field('aws.ecs.container.arn', '`aws.ecs.container_arn`'),
  field('aws.ecs.task.arn', '`aws.ecs.task_arn`'),
  field('aws.ecs.task.family', '`aws.ecs.task_family`'),
  field('aws.log.group.arns', '`aws.cloudwatch_logs`'),
  field('aws.log.group.names', '`aws.cloudwatch_logs`'),
  field('k8s.cluster.name', '`aws.eks.cluster_name`'),
  field('k8s.pod.name', '`aws.eks.pod`'),
  metadata('k8s.namespace.name', 'of the pod'),
  metadata('faas.name', 'the Lambda function'),
  metadata('faas.version', 'of the Lambda function'),
  leftOut('aws.ecs.task.revision', "part of the task family's definition"),
  leftOut('aws.log.stream.arns', 'CloudWatch finds streams by their group'),
  leftOut('aws.log.stream.names', 'CloudWatch finds streams by their group'),
  leftOut('cloud.resource_id', 'says what the ARNs of ECS say'),
  leftOut('faas.instance', 'changes with each instance'),
  leftOut('faas.max_memory', 'a setting'),
  leftOut('host.name', 'known by the instance, container or pod'),
  leftOut('telemetry.distro.name', 'always `otel-xray`'),
];
