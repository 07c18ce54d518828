import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { type Access, type AccessHeaders, isLocalHost } from './access.ts';

/** What who shows no token is told. */
export const TOKEN_MISSING = 'The token is missing or wrong; expected the header "Authorization: Bearer TOKEN".';

/** Browsers forget it when they are closed, scripts never see it, and no other site has it sent. */
const COOKIE_ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/**
 * Connections from other machines: each request shows the token, as `Authorization: Bearer TOKEN`, as the access key id
 * of a request that an AWS client signed, or by the cookie that a browser got for it. The cookie holds a value derived
 * from the token, not the token itself: browsers send cookies to every port of a host.
 *
 * @param names of this machine, beside its addresses, that requests may be for; in lower case
 */
export function createTokenAccess(token: string, names: ReadonlySet<string>): Access {
  const session = createHmac('sha256', token).update('otel-xray console').digest('hex');
  // Several X-Rays on one host, each with its cookie.
  const cookieName = `otel-xray-${session.slice(0, 8)}`;
  const cookieValue = session.slice(8);
  return {
    isHost: ({ host = '' }) => isLocalHost(host) || isAddressOrName(host, names),
    isAllowed(headers) {
      const shown = tokenIn(headers);
      if (shown !== undefined) return isSame(shown, token);
      const cookie = cookieIn(headers, cookieName);
      return cookie !== undefined && isSame(cookie, cookieValue);
    },
    sessionCookie: `${cookieName}=${cookieValue}; ${COOKIE_ATTRIBUTES}`,
  };
}

/** An address cannot be made to point elsewhere, so only names are looked up. */
function isAddressOrName(host: string, names: ReadonlySet<string>): boolean {
  const hostname = host.replace(/:\d*$/, '').toLowerCase();
  const isAddress = hostname.startsWith('[') ? isIP(hostname.slice(1, -1)) === 6 : isIP(hostname) === 4;
  return isAddress || names.has(hostname);
}

function tokenIn({ authorization = '' }: AccessHeaders): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? accessKeyIn(authorization);
}

const AWS_SCHEME = 'AWS4-HMAC-SHA256 ';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html: `Credential=ID/20261128/…` */
function accessKeyIn(authorization: string): string | undefined {
  if (!authorization.startsWith(AWS_SCHEME)) return undefined;
  // Taken apart, for whoever sends this has shown no token yet: an expression that may match in many ways takes ages.
  for (const part of authorization.slice(AWS_SCHEME.length).split(',')) {
    const key = /^Credential=([^/\s]+)\//.exec(part.trim())?.[1];
    if (key !== undefined) return key;
  }
  return undefined;
}

function cookieIn({ cookie = '' }: AccessHeaders, name: string): string | undefined {
  const found = cookie.split(';').find((each) => each.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1);
}

/** In a time that tells nothing about where they differ. */
function isSame(shown: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(shown), digest(expected));
}
