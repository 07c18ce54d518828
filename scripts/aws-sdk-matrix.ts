import path from 'node:path';

/**
 * The versions of AWS SDK v3 that are tested: what its clients extend has lived in `@aws-sdk/smithy-client` (3.300), in
 * `@smithy/smithy-client` (3.509, 3.714) and in `@smithy/core`.
 */
export const awsSdks = ['3.300.0', '3.509.0', '3.714.0', '3.1164.0'] as const;

/** The packages of each that are installed. */
export const awsSdkPackages = ['client-dynamodb', 'client-s3', 'client-sqs', 'lib-dynamodb', 's3-request-presigner'];

/** Where this version is installed by `npm run aws-sdks`. */
export function awsSdkFolder(version: string): string {
  return path.resolve(import.meta.dirname, '../.cache/aws-sdks', version);
}
