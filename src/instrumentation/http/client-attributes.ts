import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions';
import type { OutgoingTarget } from './outgoing-target.ts';
import { REDACTED_USER_INFO, redactPath, redactUrl } from './redact-url.ts';
import { knownMethod } from './request-method.ts';

/** The attributes of a client's span before the request is sent, for a request that is recorded. */
export function clientAttributes(target: OutgoingTarget): Attributes {
  // Each is made of the caller's arguments when it is asked for.
  const { method, hostname, port } = target;
  const known = knownMethod(method);
  const attributes: Attributes = {
    [ATTR_HTTP_REQUEST_METHOD]: known,
    [ATTR_SERVER_ADDRESS]: hostname,
    [ATTR_URL_FULL]: fullUrl(target, method, hostname, port),
  };
  if (Number.isInteger(port)) attributes[ATTR_SERVER_PORT] = port;
  if (known !== method) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = method;
  return attributes;
}

function fullUrl(
  { protocol, path, hasUserInfo }: OutgoingTarget,
  method: string,
  hostname: string,
  port: number,
): string {
  if (!path.startsWith('/') && /^https?:\/\//i.test(path)) return redactUrl(path);
  const userInfo = hasUserInfo ? REDACTED_USER_INFO : '';
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  const isDefaultPort = port === (protocol === 'https:' ? 443 : 80);
  const base = `${protocol}//${userInfo}${host}${isDefaultPort ? '' : `:${port}`}`;
  if (method === 'CONNECT') return `${base}/`;
  return base + redactPath(path.startsWith('/') ? path : `/${path}`);
}
