/** What HTTP/2 does not allow, and what the client says itself. */
const RESERVED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Throws on a header that a gRPC request cannot carry as text.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests, Custom-Metadata
 */
export function checkGrpcHeader(name: string, value: string): void {
  const key = name.toLowerCase();
  const isLegal = /^[\da-z_.-]+$/.test(key) && !key.endsWith('-bin') && !RESERVED.has(key) && /^[ -~]*$/.test(value);
  if (!isLegal) throw new TypeError(`"${name.slice(0, 100)}" cannot be a header of a gRPC request.`);
}

/** The headers with names in lower case, as HTTP/2 wants them. */
export function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
