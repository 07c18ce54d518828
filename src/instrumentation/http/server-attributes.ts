import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_PATH,
  ATTR_URL_QUERY,
  ATTR_URL_SCHEME,
  ATTR_USER_AGENT_ORIGINAL,
} from '@opentelemetry/semantic-conventions';
import type { IncomingHttpHeaders } from 'node:http';
import { redactQuery } from './redact-url.ts';
import { clientAddress, requestedHost } from './request-addresses.ts';
import { knownMethod } from './request-method.ts';

/** What a server is asked, in whatever version of HTTP. */
export interface ServerRequest {
  readonly method: string;
  /** The request target as it came: `/path?query`, `http://host/path` or `*`. */
  readonly target: string;
  readonly scheme: string;
  readonly headers: IncomingHttpHeaders;
  /** The `Host` header, or `:authority` of HTTP/2. */
  readonly host: string | undefined;
  /** `1.1`, `2`. */
  readonly httpVersion: string;
  readonly peer: { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined };
}

/** The attributes that a sampler decides by; all that is made of a request that is not sampled. None is undefined. */
export function decisionAttributes(request: ServerRequest): Attributes {
  const { method, target, scheme, headers } = request;
  const attributes: Attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: knownMethod(method),
    [ATTR_URL_SCHEME]: scheme,
  };
  // CONNECT names a host instead of a path.
  if (method !== 'CONNECT') attributes[ATTR_URL_PATH] = pathOf(target);
  const address = requestedHost(request)?.host;
  if (address !== undefined) attributes[ATTR_SERVER_ADDRESS] = address;
  const userAgent: unknown = headers['user-agent'];
  // A request that is made up may have anything there.
  if (typeof userAgent === 'string') attributes[ATTR_USER_AGENT_ORIGINAL] = userAgent;
  return attributes;
}

/** The other attributes of a server's span, for a request that is recorded. */
export function recordedAttributes(request: ServerRequest): Attributes {
  const { method, target, headers, httpVersion, peer } = request;
  // Sockets look them up each time.
  const { remoteAddress, remotePort } = peer;
  const query = queryOf(target);
  return {
    [ATTR_SERVER_PORT]: requestedHost(request)?.port,
    [ATTR_NETWORK_PEER_ADDRESS]: remoteAddress,
    [ATTR_NETWORK_PEER_PORT]: remotePort,
    [ATTR_NETWORK_PROTOCOL_VERSION]: httpVersion,
    [ATTR_CLIENT_ADDRESS]: clientAddress(headers, remoteAddress),
    [ATTR_URL_QUERY]: query === '' ? undefined : redactQuery(query),
    [ATTR_HTTP_REQUEST_METHOD_ORIGINAL]: knownMethod(method) === method ? undefined : method,
  };
}

/** A proxy is asked with a whole URL. */
const WHOLE_URL = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

function pathOf(target: string): string {
  if (!target.startsWith('/')) return pathOfOther(target);
  const end = endOfPath(target);
  return end < 0 ? target : target.slice(0, end);
}

function pathOfOther(target: string): string {
  const path = target.replace(WHOLE_URL, '');
  if (path === target) return path;
  return path.startsWith('/') ? pathOf(path) : '/';
}

function endOfPath(target: string): number {
  const query = target.indexOf('?');
  // No client sends a fragment, but nothing keeps one from it.
  const fragment = target.indexOf('#');
  return query < 0 || (fragment >= 0 && fragment < query) ? fragment : query;
}

function queryOf(target: string): string {
  const fragment = target.indexOf('#');
  const end = fragment < 0 ? target.length : fragment;
  const start = target.indexOf('?');
  return start < 0 ? '' : target.slice(start + 1, end);
}
