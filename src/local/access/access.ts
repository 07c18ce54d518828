import type { IncomingHttpHeaders } from 'node:http';

/** The headers that say whom a request asks, and who asks. */
export type AccessHeaders = Pick<IncomingHttpHeaders, 'host' | 'origin' | 'authorization' | 'cookie'>;

/** Who may ask over a connection. */
export interface Access {
  /**
   * True when the `Host` header names this X-Ray. A page whose own name was made to point here (DNS rebinding) names
   * itself there, and is told apart by that.
   */
  isHost(headers: AccessHeaders): boolean;
  /** True when what is sent along is enough to be served. */
  isAllowed(headers: AccessHeaders): boolean;
  /** `Set-Cookie` for a browser that showed the token, so that it need not show it again; absent where none is needed. */
  readonly sessionCookie?: string;
}

/** A name of this machine, as itself or from a container on it, with any port. */
const LOCAL_HOST = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)(?::\d+)?$/i;

/** True for a host, with or without a port, that is this machine to itself. */
export function isLocalHost(host: string | undefined): boolean {
  return LOCAL_HOST.test(host ?? '');
}

/** Connections that began on this machine and were made to its loopback address: nothing has to be shown. */
export const LOOPBACK_ACCESS: Access = {
  isHost: ({ host }) => isLocalHost(host),
  isAllowed: () => true,
};

/** True unless a browser says that the request comes from a page that is not of this X-Ray's machine. */
export function isLocalOrigin(access: Access, { origin }: AccessHeaders): boolean {
  if (origin === undefined) return true;
  const scheme = /^https?:\/\//i.exec(origin)?.[0];
  return scheme !== undefined && access.isHost({ host: origin.slice(scheme.length) });
}
