import { afterEach, expect, test } from 'vitest';
import { detectEc2 } from '../../src/resource/detect-ec2.ts';
import { startMetadataService, type MetadataService } from './metadata-service.ts';
import { writeFiles } from './temporary-files.ts';

const IDENTITY = {
  accountId: '123456789012',
  architecture: 'x86_64',
  availabilityZone: 'eu-west-1b',
  imageId: 'ami-5fb8c835',
  instanceId: 'i-1234567890abcdef0',
  instanceType: 't3.micro',
  privateIp: '10.158.112.84',
  region: 'eu-west-1',
};
const ANSWERS = { 'PUT /latest/api/token': 'a-token', 'GET /latest/dynamic/instance-identity/document': IDENTITY };

let service: MetadataService | undefined;
let files: ReturnType<typeof writeFiles> | undefined;
afterEach(async () => {
  files?.remove();
  await service?.close();
  service = undefined;
});

async function detect(
  dmi: Record<string, string>,
  answers: Record<string, unknown> = ANSWERS,
  environment: Record<string, string> = {},
) {
  files = writeFiles(dmi);
  service = await startMetadataService(answers);
  return detectEc2({
    environment: { AWS_EC2_METADATA_SERVICE_ENDPOINT: `${service.url}/`, ...environment },
    dmiFolder: files.folder,
    signal: new AbortController().signal,
  });
}

test.each([
  { sys_vendor: 'Amazon EC2\n' },
  { board_asset_tag: 'i-1234567890abcdef0\n' },
  { product_uuid: 'ec2e1916-9099-7caf-fd21-012345abcdef\n' },
])('hardware with %o is asked who it is', async (dmi) => {
  expect(await detect(dmi)).toEqual({
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_ec2',
    'cloud.account.id': '123456789012',
    'cloud.region': 'eu-west-1',
    'cloud.availability_zone': 'eu-west-1b',
    'host.id': 'i-1234567890abcdef0',
    'host.type': 't3.micro',
    'host.image.id': 'ami-5fb8c835',
  });
  expect(service?.requests).toEqual(['PUT /latest/api/token', 'GET /latest/dynamic/instance-identity/document']);
});

test.each([
  {},
  { sys_vendor: 'QEMU\n' },
  { sys_vendor: 'Google', product_uuid: '12345678-ec2e\n', board_asset_tag: 'Google Compute Engine i-1' },
])('hardware with %o is not asked', async (dmi) => {
  expect(await detect(dmi)).toEqual({});
  expect(service?.requests).toEqual([]);
});

test.each([
  { AWS_EC2_METADATA_DISABLED: 'TRUE' },
  { AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE' },
  { AWS_LAMBDA_FUNCTION_NAME: 'orders' },
])('nobody is asked with %o', async (environment) => {
  expect(await detect({ sys_vendor: 'Amazon EC2' }, ANSWERS, environment)).toEqual({});
  expect(service?.requests).toEqual([]);
});

test.each([
  {},
  { 'PUT /latest/api/token': 403 },
  { ...ANSWERS, 'GET /latest/dynamic/instance-identity/document': '[]' },
])('a service that answers %o is a rejection', async (answers) => {
  await expect(detect({ sys_vendor: 'Amazon EC2' }, answers)).rejects.toThrow();
});
