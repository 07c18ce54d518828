import type { OtlpProtocol } from '../config/config.ts';

/** The `Content-Type` of a request over HTTP. */
export function contentTypeOf(protocol: OtlpProtocol): string {
  return protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
}
