import { createHash, createHmac } from 'node:crypto';
import type { RecordedRequest } from './aws-stand-in.ts';

/**
 * Whether AWS would accept the SigV4 signature of a request as it came over the wire.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignatureValid(request: RecordedRequest, secretAccessKey: string): boolean {
  const match = /Credential=[^/]+\/([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([\da-f]+)/.exec(
    request.headers.authorization ?? '',
  );
  const [, scope = '', list = '', signature = ''] = match ?? [];
  const [path = '', query = ''] = request.path.split('?');
  const canonical = [
    request.method,
    scope.includes('/s3/') ? path : path.split('/').map(encodeURIComponent).join('/'),
    query.split('&').sort().join('&'),
    ...list.split(';').map((name) => `${name}:${headerText(request, name)}`),
    '',
    list,
    headerText(request, 'x-amz-content-sha256') || sha256(request.body),
  ].join('\n');
  const date = headerText(request, 'x-amz-date');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString('hex') === signature;
}

function headerText(request: RecordedRequest, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/\s+/g, ' ');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
