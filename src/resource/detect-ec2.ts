import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attributes } from '@opentelemetry/api';
import type { Detection } from './detection.ts';
import { parseJsonObject, readText } from './json-object.ts';
import { requestMetadata } from './metadata-request.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/identify_ec2_instances.html */
const HARDWARE_EVIDENCE: readonly (readonly [file: string, pattern: RegExp])[] = [
  ['sys_vendor', /^Amazon EC2/],
  ['board_asset_tag', /^i-[0-9a-f]{8,17}\s*$/],
  ['product_uuid', /^ec2/i],
];
const METADATA_ENDPOINT = 'http://169.254.169.254';

/**
 * The EC2 instance, from its identity document (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html).
 * Asked only where the hardware says Amazon. Done here rather than by upstream's detector, which holds the
 * process for five seconds where containers may not reach the service, knows no other endpoint, and leaves
 * out the image, X-Ray's `ami_id`.
 */
export async function detectEc2({
  environment,
  signal,
  dmiFolder = '/sys/class/dmi/id',
}: Detection): Promise<Attributes> {
  // Neither Lambda nor Fargate has the service; a request would only wait for its time-out.
  if (environment['AWS_LAMBDA_FUNCTION_NAME'] !== undefined || environment['AWS_EXECUTION_ENV'] === 'AWS_ECS_FARGATE')
    return {};
  if (environment['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true' || !(await isAmazonHardware(dmiFolder)))
    return {};
  const endpoint = environment['AWS_EC2_METADATA_SERVICE_ENDPOINT']?.replace(/\/+$/, '') || METADATA_ENDPOINT;
  const token = await requestMetadata(`${endpoint}/latest/api/token`, {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60', 'content-length': '0' },
    signal,
  });
  const identity = await requestMetadata(`${endpoint}/latest/dynamic/instance-identity/document`, {
    headers: { 'x-aws-ec2-metadata-token': token },
    signal,
  });
  return readIdentity(identity);
}

function readIdentity(text: string): Attributes {
  const identity = parseJsonObject(text);
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_ec2',
    'cloud.account.id': readText(identity, 'accountId'),
    'cloud.region': readText(identity, 'region'),
    'cloud.availability_zone': readText(identity, 'availabilityZone'),
    'host.id': readText(identity, 'instanceId'),
    'host.type': readText(identity, 'instanceType'),
    'host.image.id': readText(identity, 'imageId'),
  };
}

async function isAmazonHardware(folder: string): Promise<boolean> {
  for (const [file, pattern] of HARDWARE_EVIDENCE) {
    try {
      if (pattern.test(await readFile(join(folder, file), 'utf8'))) return true;
    } catch {
      // Not Linux, or only root may read it: the next file may tell.
    }
  }
  return false;
}
