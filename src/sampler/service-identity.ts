import type { Attributes } from '@opentelemetry/api';

/** What rules look at in the service itself. */
export interface ServiceIdentity {
  readonly name: string | undefined;
  /** X-Ray's words for what runs the service, of which one must match. */
  readonly types: readonly string[];
  /** The AWS resources that run it, of which one must match. */
  readonly resourceArns: readonly string[];
}

/** The resource as far as it is known, and the moment when all of it is. */
export interface ResourceSource {
  readonly attributes: Attributes;
  readonly asyncAttributesPending?: boolean;
  waitForAsyncAttributes?(): Promise<void>;
}

/** The origin that X-Ray shows for a resource, such as `AWS::ECS::Fargate`. */
export type ReadOrigin = (resource: Attributes) => string | undefined;

const ARN_ATTRIBUTES = [
  'aws.ecs.container.arn',
  'aws.ecs.task.arn',
  'aws.ecs.cluster.arn',
  'aws.eks.cluster.arn',
  'cloud.resource_id',
] as const;

/** Reads from the resource's attributes what rules can match. */
export function identifyService(attributes: Attributes, readOrigin: ReadOrigin): ServiceIdentity {
  const name = attributes['service.name'];
  return {
    name: typeof name === 'string' ? name : undefined,
    types: serviceTypes(attributes, readOrigin),
    resourceArns: ARN_ATTRIBUTES.map((key) => attributes[key]).filter((arn) => typeof arn === 'string'),
  };
}

function serviceTypes(attributes: Attributes, readOrigin: ReadOrigin): string[] {
  const origin = readOrigin(attributes);
  // The exporter writes none for functions: there Lambda itself makes the segment with this origin.
  if (origin === undefined) return attributes['cloud.platform'] === 'aws_lambda' ? ['AWS::Lambda::Function'] : [];
  // The console offers one type for all of ECS, and other SDKs know no other.
  return origin.startsWith('AWS::ECS::') ? [origin, 'AWS::ECS::Container'] : [origin];
}
