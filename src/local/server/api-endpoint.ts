import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access } from '../access/access.ts';
import type { Activity } from '../receiver/activity.ts';
import type { ConnectionHandler } from '../receiver/connection-handler.ts';
import { createHttpHandler } from '../receiver/http-handler.ts';
import { readRequestBody } from '../receiver/request-body.ts';
import type { EventStream } from './event-stream.ts';
import { type Fields, readFields } from './read-fields.ts';
import { refuseRequest } from './request-guard.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';
import { stringifyExactJson } from '../query/json-text.ts';
import { invalidRequest, XRayFault } from './xray-fault.ts';

/** Answers a request with something that becomes JSON; throws an XRayFault to say no. */
export type Answering = (fields: Fields) => unknown;

/** An answer that is JSON already. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Answers a GET below `/console/`; undefined when there is nothing at the path. */
export type Reading = (path: string, parameters: URLSearchParams) => unknown;

/** What is served. */
export interface ApiEndpointOptions {
  /** X-Ray's operations by the last part of their path, such as `TraceSummaries`. */
  readonly operations: Readonly<Record<string, Answering>>;
  /** POST /console/NAME, by name. */
  readonly consoleWrites: Readonly<Record<string, Answering>>;
  readonly consoleReads: Reading;
  readonly events: EventStream;
  readonly files: StaticFiles;
  /** Answers what is asked below `/v1/`. */
  readonly otlp: (request: IncomingMessage, response: ServerResponse) => void;
  /** Requests count as activity until they are answered. */
  readonly activity: Activity;
  /** Who may ask. */
  readonly access: Access;
  /** How long a request may take to arrive; 30 s unless given. */
  readonly requestTimeoutMillis?: number;
}

/**
 * X-Ray takes 50 documents of 64 kB in one call, as strings within JSON, where each character may take two; nothing else
 * that is asked for is nearly as long.
 */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * X-Ray's API under POST, OTLP under /v1/, the console's files and its own API under GET and POST /console/…; one HTTP server for all,
 * so that the console is of the same origin as what it reads.
 */
export function createApiEndpoint(options: ApiEndpointOptions): ConnectionHandler {
  return createHttpHandler((request, response) => {
    // The real service takes OTLP as well.
    if (readUrl(request).pathname.startsWith('/v1/')) options.otlp(request, response);
    else void reply(request, response, options);
  }, options.requestTimeoutMillis);
}

async function reply(request: IncomingMessage, response: ServerResponse, options: ApiEndpointOptions): Promise<void> {
  try {
    const refusal = refuseRequest(request, options.access);
    if (refusal === undefined) await (request.method === 'POST' ? post : get)(request, response, options);
    else {
      const { statusCode } = refusal;
      const headers = {
        Connection: 'close',
        ...(statusCode === 405 && { Allow: 'GET, HEAD, POST' }),
        ...(statusCode === 401 && { 'WWW-Authenticate': 'Bearer' }),
      };
      sendJson(response, refusal.statusCode, { Message: refusal.reason }, headers);
    }
  } catch (error) {
    const fault = error instanceof XRayFault ? error : undefined;
    const type = fault?.type ?? 'InternalFailure';
    const Message = fault?.message ?? 'The local X-Ray failed at this request.';
    const answer = { __type: type, Message };
    if (response.headersSent) response.destroy();
    else sendJson(response, fault?.statusCode ?? 500, answer, { 'x-amzn-errortype': type });
  }
}

async function post(request: IncomingMessage, response: ServerResponse, options: ApiEndpointOptions): Promise<void> {
  const { pathname } = readUrl(request);
  if (pathname === '/console/session') {
    // The token was shown with this very request, or it would not have come so far.
    const { sessionCookie } = options.access;
    sendJson(response, 200, {}, sessionCookie === undefined ? {} : { 'Set-Cookie': sessionCookie });
    return;
  }
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  const answers = pathname === `/console/${name}` ? options.consoleWrites : options.operations;
  const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
  if (answer === undefined) {
    throw new XRayFault('UnknownOperationException', `The local X-Ray has no operation at "${pathname}".`, 404);
  }
  const ended = options.activity.begin();
  try {
    const body = await readRequestBody(request, MAX_BODY_BYTES);
    if (!body.ok) throw invalidRequest(body.reason);
    sendJson(response, 200, answer(readFields(body.bytes)));
  } finally {
    ended();
  }
}

async function get(request: IncomingMessage, response: ServerResponse, options: ApiEndpointOptions): Promise<void> {
  const { pathname, searchParams } = readUrl(request);
  if (pathname === '/console/events') {
    options.events.open(response);
    return;
  }
  if (pathname.startsWith('/console/')) {
    const answer = await options.consoleReads(pathname.slice('/console/'.length), searchParams);
    sendJson(response, answer === undefined ? 404 : 200, answer ?? { Message: 'There is nothing at this path.' });
    return;
  }
  const file = options.files(pathname);
  if (file === undefined) {
    sendJson(response, 404, { Message: 'There is nothing at this path.' });
    return;
  }
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Type': file.contentType,
    'Content-Length': file.bytes.length,
    'Cache-Control': file.cacheControl,
  });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

function sendJson(
  response: ServerResponse,
  statusCode: number,
  value: unknown,
  headers: Readonly<Record<string, string | false>> = {},
): void {
  const body = Buffer.from(value instanceof JsonText ? value.text : stringifyExactJson(value));
  response.writeHead(statusCode, {
    ...SECURITY_HEADERS,
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(body);
}

function readUrl(request: IncomingMessage): URL {
  return URL.parse(request.url ?? '', 'http://localhost') ?? new URL('http://localhost/');
}
