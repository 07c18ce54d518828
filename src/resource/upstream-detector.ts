import type { Attributes, AttributeValue } from '@opentelemetry/api';

/**
 * What one of `@opentelemetry/resource-detector-aws` finds, without the values that it leaves empty. The
 * package is loaded by the first call.
 */
export async function runUpstreamDetector(name: 'beanstalk' | 'eks' | 'lambda'): Promise<Attributes> {
  const { awsBeanstalkDetector, awsEksDetector, awsLambdaDetector } =
    await import('@opentelemetry/resource-detector-aws');
  const detector = { beanstalk: awsBeanstalkDetector, eks: awsEksDetector, lambda: awsLambdaDetector }[name];
  const found: Attributes = {};
  for (const [key, value] of Object.entries(detector.detect().attributes ?? {})) {
    const settled: unknown = await value;
    if (isPresent(settled)) found[key] = settled;
  }
  return found;
}

function isPresent(value: unknown): value is AttributeValue {
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'boolean' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}
