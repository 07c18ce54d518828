import { accepted, type Parsed, refused } from './parsed.ts';

/** Where the X-Ray daemon, or what stands in for it, takes requests over TCP: the sampling proxy. */
export interface DaemonAddress {
  /** `host:port`, with brackets around IPv6. */
  readonly tcp: string;
}

const HOST_AND_PORT = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]+):(\d{1,5})$/i;

/**
 * Reads `AWS_XRAY_DAEMON_ADDRESS`: `host:port` for both protocols, or `tcp:host:port udp:host:port` in any order;
 * the UDP part may be missing.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-configuration.html#xray-sdk-nodejs-configuration-envvars
 */
export function parseDaemonAddress(text: string): Parsed<DaemonAddress> {
  if (text.length > 1024) {
    return refused();
  }
  const parts = text.split(/\s+/);
  const [first = ''] = parts;
  if (parts.length === 1 && isHostAndPort(first)) {
    return accepted({ tcp: first });
  }
  const byProtocol = new Map(parts.map((part) => [part.slice(0, 4).toLowerCase(), part.slice(4)]));
  const tcp = byProtocol.get('tcp:');
  const isGood =
    byProtocol.size === parts.length &&
    [...byProtocol].every(([protocol, address]) => /^(tcp|udp):$/.test(protocol) && isHostAndPort(address));
  return isGood && tcp !== undefined ? accepted({ tcp }) : refused();
}

function isHostAndPort(text: string): boolean {
  return HOST_AND_PORT.test(text) && URL.canParse(`http://${text}`);
}
