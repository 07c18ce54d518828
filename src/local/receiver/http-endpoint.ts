import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SpanRecord } from '../../translator/index.ts';
import { type Access, isLocalOrigin } from '../access/access.ts';
import { TOKEN_MISSING } from '../access/token-access.ts';
import type { Activity } from './activity.ts';
import type { ConnectionHandler } from './connection-handler.ts';
import { crossOriginHeaders } from './cross-origin.ts';
import { MAX_REQUEST_BYTES } from './decode-limits.ts';
import { decodeOtlpJson } from './decode-otlp-json.ts';
import { decodeOtlpProtobuf } from './decode-otlp-protobuf.ts';
import { encodeErrorStatus, encodeExportResponse, type OtlpEncoding } from './export-response.ts';
import { createHttpHandler } from './http-handler.ts';
import { readRequestBody } from './request-body.ts';

/** What the HTTP endpoint needs. */
export interface HttpEndpointOptions {
  readonly onSpans: (spans: readonly SpanRecord[]) => void;
  /** Requests count as activity until they are answered. */
  readonly activity: Activity;
  /** Who may send. */
  readonly access: Access;
  /** How long a request may take to arrive; 30 s unless given. */
  readonly requestTimeoutMillis?: number;
}

/**
 * OTLP/HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp), protobuf and JSON: spans posted to `/v1/traces`
 * go to `onSpans`; metrics and logs are taken and dropped, so that no producer complains.
 */
export function createHttpEndpoint(options: HttpEndpointOptions): ConnectionHandler {
  return createHttpHandler(createOtlpListener(options), options.requestTimeoutMillis);
}

/** The same for requests that somebody else has received. */
export function createOtlpListener(
  options: HttpEndpointOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    response.on('close', options.activity.begin());
    void reply(request, response, options);
  };
}

type Answer =
  | { readonly statusCode: 200; readonly rejectedSpans: number }
  | { readonly statusCode: 204 }
  | { readonly statusCode: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 421; readonly reason: string };

async function reply(request: IncomingMessage, response: ServerResponse, options: HttpEndpointOptions): Promise<void> {
  const encoding = requestEncoding(request);
  const result = await answer(request, encoding, options);
  if (result.statusCode === 204) {
    response.writeHead(204, crossOriginHeaders(request)).end();
    return;
  }
  const body =
    'reason' in result
      ? encodeErrorStatus(encoding ?? 'json', result.reason)
      : encodeExportResponse(encoding ?? 'json', result.rejectedSpans);
  response.writeHead(result.statusCode, {
    'Content-Type': encoding === 'protobuf' ? 'application/x-protobuf' : 'application/json',
    'Content-Length': body.length,
    'X-Content-Type-Options': 'nosniff',
    ...(requestPath(request) === TRACES_PATH && crossOriginHeaders(request)),
    ...(result.statusCode === 405 && { Allow: 'POST' }),
    ...(result.statusCode === 401 && { 'WWW-Authenticate': 'Bearer' }),
    // The rest of a refused body is not waited for.
    ...(result.statusCode !== 200 && { Connection: 'close' }),
  });
  response.end(body);
}

async function answer(
  request: IncomingMessage,
  encoding: OtlpEncoding | undefined,
  { access, onSpans }: HttpEndpointOptions,
): Promise<Answer> {
  const refusal = refuse(request, access);
  if (refusal !== undefined) return refusal;
  // A browser asks whether a page may send.
  if (request.method === 'OPTIONS') return { statusCode: 204 };
  if (encoding === undefined) {
    const reason = 'The content type is unknown; expected application/x-protobuf or application/json.';
    return { statusCode: 415, reason };
  }
  const body = await readRequestBody(request, MAX_REQUEST_BYTES);
  if (!body.ok) return body;
  if (requestPath(request) !== TRACES_PATH) return { statusCode: 200, rejectedSpans: 0 };

  const result = encoding === 'json' ? decodeOtlpJson(body.bytes) : decodeOtlpProtobuf(body.bytes);
  if (!result.ok) return { statusCode: 400, reason: result.reason };
  onSpans(result.spans);
  return { statusCode: 200, rejectedSpans: result.rejectedSpans };
}

const TRACES_PATH = '/v1/traces';
const SIGNAL_PATHS = [TRACES_PATH, '/v1/metrics', '/v1/logs'];

function refuse(request: IncomingMessage, access: Access): Answer | undefined {
  const { headers } = request;
  if (!access.isHost(headers)) return { statusCode: 421, reason: 'The "Host" header does not name this machine.' };
  if (!isLocalOrigin(access, headers)) {
    return { statusCode: 403, reason: 'The "Origin" header names a page of another machine.' };
  }
  const isAskingFirst = request.method === 'OPTIONS' && requestPath(request) === TRACES_PATH;
  if (isAskingFirst && Object.keys(crossOriginHeaders(request)).length > 0) return undefined;
  if (!access.isAllowed(headers)) return { statusCode: 401, reason: TOKEN_MISSING };
  if (!SIGNAL_PATHS.includes(requestPath(request))) {
    return { statusCode: 404, reason: `There is nothing at this path; expected ${SIGNAL_PATHS.join(', ')}.` };
  }
  if (request.method === 'POST') return undefined;
  return { statusCode: 405, reason: 'The method is not allowed; expected POST.' };
}

function requestPath(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

function requestEncoding(request: IncomingMessage): OtlpEncoding | undefined {
  const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-protobuf') return 'protobuf';
  return mediaType === 'application/json' ? 'json' : undefined;
}
