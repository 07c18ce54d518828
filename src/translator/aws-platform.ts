import type { BeanstalkBlock, Ec2Block, EcsBlock, EksBlock, SdkBlock } from '../xray/segment-document.ts';
import { toDocumentInteger } from './document-value.ts';
import { parseDecimal } from './parse-decimal.ts';
import { nullIfEmpty, readText, unlessEmpty } from './read-attribute.ts';
import type { Attributes } from './span.ts';

/** The instance, on EC2 and wherever the resource tells a `host.id`, which need not be an instance's. */
export function makeEc2(resource: Attributes): Ec2Block | undefined {
  const hostId = readText(resource, 'host.id');
  if (!isPlatform(resource, 'aws_ec2') && hostId === '') return undefined;
  return {
    instance_id: nullIfEmpty(hostId),
    availability_zone: nullIfEmpty(readText(resource, 'cloud.availability_zone')),
    instance_size: nullIfEmpty(readText(resource, 'host.type')),
    ami_id: nullIfEmpty(readText(resource, 'host.image.id')),
  };
}

/** The container, on ECS. */
export function makeEcs(resource: Attributes): EcsBlock | undefined {
  if (!isPlatform(resource, 'aws_ecs')) return undefined;
  return {
    container: unlessEmpty(readText(resource, 'container.name')),
    container_id: unlessEmpty(readText(resource, 'container.id')),
    task_arn: unlessEmpty(readText(resource, 'aws.ecs.task.arn')),
    task_family: unlessEmpty(readText(resource, 'aws.ecs.task.family')),
    cluster_arn: unlessEmpty(readText(resource, 'aws.ecs.cluster.arn')),
    container_arn: unlessEmpty(readText(resource, 'aws.ecs.container.arn')),
    availability_zone: unlessEmpty(readText(resource, 'cloud.availability_zone')),
    launch_type: unlessEmpty(readText(resource, 'aws.ecs.launchtype')),
  };
}

/** The environment, on Elastic Beanstalk; only if the resource tells the deployment as text. */
export function makeBeanstalk(resource: Attributes): BeanstalkBlock | undefined {
  const deployment = readText(resource, 'service.instance.id');
  if (!isPlatform(resource, 'aws_elastic_beanstalk') || deployment === '') return undefined;
  const id = parseDecimal(deployment);
  return {
    environment_name: nullIfEmpty(readText(resource, 'service.namespace')),
    version_label: nullIfEmpty(readText(resource, 'service.version')),
    deployment_id: id?.isExact === true ? toDocumentInteger(id.value) : 0,
  };
}

/** The pod, on EKS and any Kubernetes cluster with a name. */
export function makeEks(resource: Attributes): EksBlock | undefined {
  const cluster = readText(resource, 'k8s.cluster.name');
  if (!isPlatform(resource, 'aws_eks') && cluster === '') return undefined;
  return {
    cluster_name: nullIfEmpty(cluster),
    pod: nullIfEmpty(readText(resource, 'k8s.pod.name')),
    container_id: nullIfEmpty(readText(resource, 'container.id')),
  };
}

/** The SDK, such as `opentelemetry for nodejs`. */
export function makeSdk(resource: Attributes): SdkBlock {
  const name = readText(resource, 'telemetry.sdk.name');
  const language = readText(resource, 'telemetry.sdk.language');
  return {
    sdk: unlessEmpty(name === '' || language === '' ? name : `${name} for ${language}`),
    sdk_version: unlessEmpty(readText(resource, 'telemetry.sdk.version')),
    auto_instrumentation: isAutomatic(resource),
  };
}

/** Of the old and the stable attribute the later one counts, as everywhere in the exporter. */
function isAutomatic(resource: Attributes): boolean {
  const keys = Object.keys(resource).filter((key) => AUTO_VERSIONS.has(key));
  return readText(resource, keys.at(-1) ?? '') !== '';
}

const AUTO_VERSIONS: ReadonlySet<string> = new Set(['telemetry.auto.version', 'telemetry.distro.version']);

function isPlatform(resource: Attributes, platform: string): boolean {
  return resource['cloud.platform'] === platform;
}
