import { expect, test } from 'vitest';
import { isAwsMetadataHost } from '../../../src/instrumentation/aws-sdk/metadata-hosts.ts';

test.each([
  ['169.254.169.254', true],
  ['169.254.170.2', true],
  ['[FD00:EC2::254]', true],
  ['fd00:ec2::23', true],
  ['sts.amazonaws.com', false],
  ['169.254.169.254.example.com', false],
  ['', false],
])('%s serves AWS metadata: %s', (host, expected) => {
  expect(isAwsMetadataHost(host)).toBe(expected);
});
