import type { IncomingHttpHeaders } from 'node:http';
import { parseForwarded } from './forwarded-header.ts';

/** What of a request tells the host that it is for. */
export interface HostRequest {
  readonly headers: IncomingHttpHeaders;
  /** The `Host` header, or `:authority` of HTTP/2. */
  readonly host: string | undefined;
  readonly scheme: string;
}

/** A host as `server.address` and `server.port` have it. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number | undefined;
}

/**
 * The host that the client asked for: of `Forwarded`, `X-Forwarded-Host` or `Host`, in this order. A port that is not
 * written is the scheme's.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#setting-serveraddress-and-serverport-attributes
 */
export function requestedHost({ headers, host, scheme }: HostRequest): HostAndPort | undefined {
  const { forwarded } = headers;
  if (forwarded !== undefined) {
    const hop = parseForwarded(forwarded).find((candidate) => candidate.get('host'));
    if (hop !== undefined) return splitHost(hop.get('host') ?? '', hop.get('proto'));
  }
  const forwardedHost = firstValue(headers['x-forwarded-host']);
  if (forwardedHost) return splitHost(forwardedHost, firstValue(headers['x-forwarded-proto']));
  return host ? splitHost(host, scheme) : undefined;
}

/** The client's address as far as proxies tell it: of `Forwarded` or `X-Forwarded-For`, otherwise the connection's. */
export function clientAddress(headers: IncomingHttpHeaders, peerAddress: string | undefined): string | undefined {
  const { forwarded } = headers;
  if (forwarded !== undefined) {
    const hop = parseForwarded(forwarded).find((candidate) => candidate.get('for'));
    if (hop !== undefined) return withoutPort(hop.get('for') ?? '');
  }
  const forwardedFor = firstValue(headers['x-forwarded-for']);
  if (forwardedFor) return withoutPort((forwardedFor.split(',', 1)[0] ?? '').trim());
  return peerAddress;
}

function firstValue(header: string | string[] | undefined): string | undefined {
  return typeof header === 'object' ? header[0] : header;
}

/** Splits `host:port`; without a port it is the scheme's. An IPv6 address keeps its brackets. */
export function splitHost(text: string, scheme: string | undefined): HostAndPort {
  if (text !== last.text || scheme !== last.scheme) last = { text, scheme, parts: split(text, scheme) };
  return last.parts;
}

/** Most requests to a service name the same host. */
let last: { readonly text: string; readonly scheme: string | undefined; readonly parts: HostAndPort } = {
  text: '',
  scheme: undefined,
  parts: { host: '', port: undefined },
};

function split(text: string, scheme: string | undefined): HostAndPort {
  const colon = text.indexOf(':', text.lastIndexOf(']') + 1);
  const port = colon < 0 ? Number.NaN : Number(text.slice(colon + 1));
  if (Number.isInteger(port) && port > 0) return { host: text.slice(0, colon), port };
  return { host: colon < 0 ? text : text.slice(0, colon), port: defaultPort(scheme) };
}

function defaultPort(scheme: string | undefined): number | undefined {
  return scheme === 'https' ? 443 : scheme === 'http' ? 80 : undefined;
}

function withoutPort(address: string): string {
  if (address.startsWith('[')) return address.slice(1, address.indexOf(']') < 0 ? undefined : address.indexOf(']'));
  const colon = address.indexOf(':');
  return colon >= 0 && address.lastIndexOf(':') === colon ? address.slice(0, colon) : address;
}
