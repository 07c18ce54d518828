import type { IncomingMessage } from 'node:http';
import type { Access } from '../access/access.ts';
import { TOKEN_MISSING } from '../access/token-access.ts';

/** Why a request is not served, as an HTTP status and one sentence. */
export interface Refusal {
  readonly statusCode: 401 | 403 | 405 | 415 | 421;
  readonly reason: string;
}

/** Content types that a page of another site may send without asking first (https://fetch.spec.whatwg.org/#cors-safelisted-request-header). */
const READABLE_TYPES = new Set(['application/json', 'application/x-amz-json-1.0', 'application/x-amz-json-1.1']);

/**
 * Keeps pages of other sites out, whatever way they found here: by a name of theirs that points to this machine (Host),
 * by a script (Origin, Sec-Fetch-Site) or by a form (content type). Clients that are no browsers send none of these and
 * are served. Undefined when there is nothing to say against the request.
 */
export function refuseRequest(request: IncomingMessage, access: Access): Refusal | undefined {
  if (!access.isHost(request.headers))
    return { statusCode: 421, reason: 'The "Host" header does not name this machine.' };
  if (!isSameOrigin(request)) return { statusCode: 403, reason: 'The "Origin" header names another site.' };
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isTopNavigation(request)) {
    return { statusCode: 403, reason: 'The "Sec-Fetch-Site" header says that another site asks.' };
  }
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (!isReading && request.method !== 'POST') {
    return { statusCode: 405, reason: 'The method is not allowed; expected GET, HEAD or POST.' };
  }
  const type = isReading ? undefined : mediaTypeOf(request);
  if (type !== undefined && !READABLE_TYPES.has(type)) {
    return { statusCode: 415, reason: 'The content type is not allowed; expected application/json.' };
  }
  if (isReading && !isConsoleData(request)) return undefined;
  return access.isAllowed(request.headers) ? undefined : { statusCode: 401, reason: TOKEN_MISSING };
}

/** The console's own files are those of the published package: who has them knows nothing of any trace. */
function isConsoleData({ url = '' }: IncomingMessage): boolean {
  return URL.parse(url, 'http://localhost')?.pathname.startsWith('/console/') !== false;
}

/** Following a link to the console from elsewhere shows the page, but lets nobody read it. */
function isTopNavigation({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** `Origin: null` is the origin of sandboxed frames and of files, which are not us. */
function isSameOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host ?? ''}`.toLowerCase();
}

function mediaTypeOf(request: IncomingMessage): string | undefined {
  return request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
}
