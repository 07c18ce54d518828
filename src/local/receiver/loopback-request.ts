import type { IncomingMessage } from 'node:http';

/** A name of this machine, as itself or from a container on it, with any port. */
const LOCAL_HOST = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)(?::\d+)?$/i;

/**
 * True when the request names this machine as its host. A page whose own name was made to point at 127.0.0.1
 * (DNS rebinding) names itself there, and is told apart by that.
 */
export function isLocalHost(request: IncomingMessage): boolean {
  return LOCAL_HOST.test(request.headers.host ?? '');
}

/** True unless a browser says that the request comes from a page of another machine. */
export function isLocalOrigin(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  const scheme = /^https?:\/\//i.exec(origin)?.[0];
  return scheme !== undefined && LOCAL_HOST.test(origin.slice(scheme.length));
}
