import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { stripEndpoint } from '../config/parse-endpoint.ts';

/** What became of one request. */
export type Answer =
  /** Status 200 and JSON; `serverMillis` is the Date header, milliseconds since 1970. */
  | { readonly kind: 'answered'; readonly body: unknown; readonly serverMillis?: number }
  /** Certainly not processed: nobody was reached, or it was refused with a `status`. */
  | { readonly kind: 'refused'; readonly reason: string; readonly status?: number }
  /** It was sent, but nobody knows whether it was processed: no answer came, or a failure of the server. */
  | { readonly kind: 'lost'; readonly reason: string; readonly status?: number };

/** Posts JSON to a path such as `/GetSamplingRules`; never rejects. */
export type PostJson = (path: string, body: object) => Promise<Answer>;

/** How other hosts are reached; default: as Node does. */
export interface Network {
  readonly lookup?: LookupFunction;
  /** Ends connections that are not made in time: while one is being made, it keeps the process alive. */
  readonly boundConnecting?: (socket: Socket) => void;
  /** Told of the time of the host, in milliseconds since 1970, where its answers tell it; `source` is the endpoint. */
  readonly onServerTime?: (serverMillis: number, source: string) => void;
}

const TIMEOUT_MILLIS = 5_000;
/** A page of rules has some 25 kB. */
const MAX_BODY_LENGTH = 4 * 1024 * 1024;

/**
 * Posts to an HTTP or HTTPS endpoint, each request outside of tracing, on a connection of its own and bounded to
 * `timeoutMillis`. Nothing of it holds the process but what `network` allows. `signal` ends what is under way.
 */
export function createPostJson(
  endpoint: string,
  signal: AbortSignal,
  { lookup, boundConnecting, onServerTime }: Network = {},
  timeoutMillis: number = TIMEOUT_MILLIS,
): PostJson {
  return async (path, body) => {
    try {
      const { request } = await (endpoint.startsWith('https:') ? import('node:https') : import('node:http'));
      const text = JSON.stringify(body);
      return await context.with(suppressTracing(ROOT_CONTEXT), () =>
        exchange(
          (options) => {
            const asked = request(`${endpoint}${path}`, { ...options, lookup, signal });
            if (boundConnecting !== undefined) asked.on('socket', boundConnecting);
            return asked.on('response', ({ headers }) => {
              const serverMillis = Date.parse(headers.date ?? '');
              if (Number.isFinite(serverMillis)) onServerTime?.(serverMillis, stripEndpoint(endpoint));
            });
          },
          text,
          timeoutMillis,
        ),
      );
    } catch (error) {
      // Such as a host name that cannot be.
      return { kind: 'refused', reason: describe(error) };
    }
  };
}

function exchange(
  open: (options: RequestOptions) => ClientRequest,
  text: string,
  timeoutMillis: number,
): Promise<Answer> {
  return new Promise((resolve) => {
    const request = open({
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
    });
    const fail = (reason: string): void => {
      resolve({ kind: request.writableFinished ? 'lost' : 'refused', reason });
      request.destroy();
    };
    const timer = setTimeout(() => fail(`no answer within ${timeoutMillis} ms`), timeoutMillis).unref();
    request.on('socket', (socket) => socket.unref());
    request.on('error', (error) => fail(describe(error)));
    request.on('close', () => {
      clearTimeout(timer);
      fail('the connection was closed');
    });
    request.on('response', (response) => receive(response, resolve, fail));
    request.end(text);
  });
}

function receive(response: IncomingMessage, resolve: (answer: Answer) => void, fail: (reason: string) => void): void {
  const { statusCode = 0, headers } = response;
  let text = '';
  response.setEncoding('utf8');
  response.on('error', (error) => fail(describe(error)));
  response.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > MAX_BODY_LENGTH) fail(`more than ${MAX_BODY_LENGTH} characters`);
  });
  response.on('end', () => {
    if (!response.complete) return fail('the answer was cut off');
    if (statusCode !== 200) {
      const kind = statusCode >= 500 ? 'lost' : 'refused';
      return resolve({ kind, status: statusCode, reason: describeStatus(statusCode, text) });
    }
    const body = parseJson(text);
    if (body === undefined) return fail('an answer that is not JSON');
    const serverMillis = Date.parse(headers.date ?? '');
    resolve({ kind: 'answered', body, ...(Number.isFinite(serverMillis) && { serverMillis }) });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The status with the beginning of what was said: AWS tells there which permission is missing. */
function describeStatus(status: number, text: string): string {
  const words = text.trim().replaceAll(/\s+/g, ' ').slice(0, 200);
  return words === '' ? `status ${status}` : `status ${status}: ${words}`;
}

function describe(error: unknown): string {
  // A host with several addresses fails with an error that has only a code.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof Error ? error.message || code || error.name : String(error);
}
