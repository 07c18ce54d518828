import type { IncomingMessage } from 'node:http';
import { isLocalHost } from '../access/access.ts';

/** How long a browser need not ask again, in seconds. */
const MAX_AGE_SECONDS = 600;

/**
 * The headers by which a browser lets a page of this machine send its spans here, which is all that it may do: it reads
 * nothing and sends no credentials (https://fetch.spec.whatwg.org/#http-cors-protocol). None for any other page, and
 * none where no browser asks.
 */
export function crossOriginHeaders({ headers, method }: IncomingMessage): Readonly<Record<string, string | number>> {
  const { origin } = headers;
  if (origin === undefined || !isLocalHost(/^https?:\/\/(.*)$/i.exec(origin)?.[1])) return {};
  return {
    'Access-Control-Allow-Origin': origin,
    Vary: 'Origin',
    ...(method === 'OPTIONS' && {
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'content-type, content-encoding',
      'Access-Control-Max-Age': MAX_AGE_SECONDS,
    }),
  };
}
