import { access } from 'node:fs/promises';
import type { Attributes } from '@opentelemetry/api';
import type { Detection } from './detection.ts';
import { runUpstreamDetector } from './upstream-detector.ts';

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon-beanstalk.html */
const ENVIRONMENT_FILE =
  process.platform === 'win32'
    ? 'C:\\Program Files\\Amazon\\XRay\\environment.conf'
    : '/var/elasticbeanstalk/xray/environment.conf';

/** The Elastic Beanstalk environment, where its description lies in the documented place. */
export async function detectBeanstalk({ beanstalkFile = ENVIRONMENT_FILE }: Detection): Promise<Attributes> {
  const isThere = await access(beanstalkFile).then(
    () => true,
    () => false,
  );
  return isThere ? repairBeanstalk(await runUpstreamDetector('beanstalk')) : {};
}

/**
 * Upstream names the service `aws_elastic_beanstalk`, which is no service's name, and gives the deployment as
 * a number, which the collector's X-Ray exporter reads as an empty string and then leaves out the block.
 */
export function repairBeanstalk(attributes: Attributes): Attributes {
  const { 'service.name': _, 'service.instance.id': deployment, ...others } = attributes;
  const isKnown = typeof deployment === 'number' || typeof deployment === 'string';
  return isKnown ? { ...others, 'service.instance.id': String(deployment) } : others;
}
