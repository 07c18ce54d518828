import type { SpanRecordKind } from './span.ts';

/** The attributes that a URL can be put together from, under the names of OpenTelemetry's conventions, old or new. */
export type UrlPart =
  | 'url.full'
  | 'url.scheme'
  | 'url.path'
  | 'url.query'
  | 'http.host'
  | 'http.target'
  | 'http.server_name'
  | 'net.host.name'
  | 'net.host.port'
  | 'net.peer.name'
  | 'net.peer.ip'
  | 'net.peer.port'
  | 'host.name'
  | 'server.address'
  | 'server.port';

/** What is known of a URL; an empty part counts as known. */
export type UrlParts = Record<UrlPart, string | undefined>;

/** Nothing is known. */
export const NO_URL_PARTS: Readonly<UrlParts> = {
  'url.full': undefined,
  'url.scheme': undefined,
  'url.path': undefined,
  'url.query': undefined,
  'http.host': undefined,
  'http.target': undefined,
  'http.server_name': undefined,
  'net.host.name': undefined,
  'net.host.port': undefined,
  'net.peer.name': undefined,
  'net.peer.ip': undefined,
  'net.peer.port': undefined,
  'host.name': undefined,
  'server.address': undefined,
  'server.port': undefined,
};

/**
 * The URL that a server was asked for or that any other span asked for. Only servers look at `server.address` and
 * `server.port`, so a client that tells neither `url.full` nor an old name gets a URL without a host.
 */
export function makeUrl(kind: SpanRecordKind, parts: Readonly<UrlParts>): string {
  const full = parts['url.full'];
  if (full !== undefined) return full;
  const scheme = parts['url.scheme'] ?? 'http';
  return `${scheme}://${hostAndPort(kind, scheme, parts)}${pathAndQuery(parts)}`;
}

function hostAndPort(kind: SpanRecordKind, scheme: string, parts: Readonly<UrlParts>): string {
  const host = parts['http.host'];
  if (host !== undefined) return host;
  const isServer = kind === 'server';
  const name = isServer ? serverName(parts) : (parts['net.peer.name'] ?? parts['net.peer.ip'] ?? '');
  const port = isServer ? (parts['net.host.port'] ?? parts['server.port'] ?? '') : (parts['net.peer.port'] ?? '');
  return port === '' || isDefaultPort(scheme, port) ? name : `${name}:${port}`;
}

function serverName(parts: Readonly<UrlParts>): string {
  return parts['http.server_name'] ?? parts['net.host.name'] ?? parts['host.name'] ?? parts['server.address'] ?? '';
}

function isDefaultPort(scheme: string, port: string): boolean {
  return (scheme === 'http' && port === '80') || (scheme === 'https' && port === '443');
}

function pathAndQuery(parts: Readonly<UrlParts>): string {
  const target = parts['http.target'];
  if (target !== undefined) return target;
  const path = parts['url.path'] ?? '/';
  const query = parts['url.query'];
  if (query === undefined) return path;
  return query.startsWith('?') ? path + query : `${path}?${query}`;
}
