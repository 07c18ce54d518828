import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diag } from '@opentelemetry/api';
import { isMainThread } from '../../config/main-thread.ts';
import { loadedFiles } from '../others/loaded-files.ts';

/** Every version 3 of the AWS SDK sends it, with every call. */
const SDK_HEADER = 'amz-sdk-invocation-id';

/**
 * Gives what looks at each request, or its headers, that gets a span of its own, and says once where an AWS call is among
 * them: the AWS SDK's call should have had the span, and is not hooked.
 */
export function createAwsCallWatch(): (carrier: object, host: () => string) => void {
  let isSaid = false;
  return (carrier, host) => {
    if (isSaid || !hasSdkHeader(carrier)) return;
    isSaid = true;
    if (isMainThread) diag.warn(describe(host(), smithyVersion()));
  };
}

function hasSdkHeader(carrier: object): boolean {
  const { hasHeader } = carrier as { hasHeader?: (this: object, name: string) => boolean };
  return hasHeader === undefined ? SDK_HEADER in carrier : hasHeader.call(carrier, SDK_HEADER);
}

function describe(host: string, version: string | undefined): string {
  const reason =
    version === undefined
      ? 'the AWS SDK is part of a bundle; leave @aws-sdk and @smithy out of it (esbuild: --packages=external)'
      : `"@smithy/core" ${version} is newer than what otel-xray hooks; update otel-xray`;
  return `An AWS call to "${host}" was recorded as HTTP only: ${reason}. Later ones are not told.`;
}

/** The version of the AWS SDK's core among what is loaded. */
function smithyVersion(): string | undefined {
  const folder = loadedFiles().flatMap(
    (file) => /^.*[\\/]@smithy[\\/](?:core|smithy-client)[\\/]/.exec(file)?.[0] ?? [],
  )[0];
  if (folder === undefined) return undefined;
  try {
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
