import { type Context, context, diag, type Span } from '@opentelemetry/api';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { bodyBytesOf } from './body-size.ts';
import { type Followed, follow, followedBy } from './follow-emitter.ts';
import { onSocketAnswer } from './socket-answer.ts';
import { replaceMethod } from './replace-method.ts';
import { type ServerRecord, type ServerTracing, type Serving, startServing } from './server-span.ts';

/** What HTTP/1 servers are traced with. */
export interface HttpServerTracing extends ServerTracing {
  /** A server is about to handle a request, sampled or not, in this context. Must not throw. */
  readonly onServerResponse: (
    span: Span,
    response: ServerResponse | ServerHttp2Stream,
    requestContext: Context,
  ) => void;
}

/** The arguments of `emit`. */
export type EmitArguments = [event: string | symbol, ...args: unknown[]];

/**
 * Traces the requests that servers of a class get, by one `emit` on its prototype: each handler runs in the context
 * of its request, and so do the events of request and response.
 *
 * @returns a function that undoes it
 */
export function traceServer(prototype: object, scheme: 'http' | 'https', tracing: HttpServerTracing): () => void {
  return replaceMethod<object, EmitArguments, boolean>(
    prototype,
    'emit',
    (original) =>
      function (...args) {
        switch (args[0]) {
          case 'request':
          case 'checkContinue':
          case 'checkExpectation':
          case 'upgrade':
          case 'connect':
            return serve(args, scheme, tracing, () => original().apply(this, args));
          default:
            return original().apply(this, args);
        }
      },
  );
}

/** Emits the event of a request in the request's context. */
export function serve(
  args: EmitArguments,
  scheme: 'http' | 'https',
  tracing: HttpServerTracing,
  emit: () => boolean,
): boolean {
  // Read by place: taking a list apart goes through its iterator, at every request.
  const event = args[0];
  const request = args[1] as IncomingMessage;
  // A server hands a request to itself (after `checkContinue`) or to another server: it stays the same request.
  const known = followedBy(request)?.context;
  if (known) return context.with(known, emit);
  const serving = begin(request, scheme, tracing);
  if (serving === undefined) return emit();
  if (event === 'upgrade' || event === 'connect') followSocket(args[2] as Duplex, serving.record);
  else followResponse(request, args[2] as ServerResponse, serving, tracing);
  return emitServing(serving, emit);
}

function begin(request: IncomingMessage, scheme: 'http' | 'https', tracing: HttpServerTracing): Serving | undefined {
  try {
    const { method = 'GET', url: target = '/', headers, httpVersion, socket: peer } = request;
    const { host } = headers;
    const serving = startServing({ method, target, scheme, headers, host, httpVersion, peer }, tracing);
    // Its context is all that is looked at.
    follow(request, serving);
    return serving;
  } catch (error) {
    diag.debug('A request could not be traced.', error);
    return undefined;
  }
}

function followResponse(
  request: IncomingMessage,
  response: ServerResponse,
  serving: Serving,
  { onServerResponse }: HttpServerTracing,
): void {
  const { context: requestContext, span, record } = serving;
  if (record === undefined) follow(response, serving);
  else {
    const exchange = new RecordedExchange(requestContext, request, response, record);
    follow(request, exchange);
    follow(response, exchange);
  }
  if (span) onServerResponse(span, response, requestContext);
}

/** Request and response of one that is recorded, whose events end the record. */
class RecordedExchange implements Followed {
  readonly context: Context;
  writtenBytes = 0;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #record: ServerRecord;

  constructor(requestContext: Context, request: IncomingMessage, response: ServerResponse, record: ServerRecord) {
    this.context = requestContext;
    this.#request = request;
    this.#response = response;
    this.#record = record;
  }

  observe(event: string | symbol, argument: unknown, emitter: object): void {
    if (event === 'close') {
      if (emitter === this.#request) this.#requestClosed();
      else this.#responseClosed();
    } else if (event === 'error' && emitter === this.#response) this.#record.fail(argument);
  }

  /** On Node up to 22 the response to a pipelined request is not told that the connection closed before its turn came. */
  #requestClosed(): void {
    const response = this.#response;
    if (response.socket === null && !response.writableFinished && this.#request.socket.destroyed)
      this.#record.end({ isAborted: true });
  }

  #responseClosed(): void {
    const response = this.#response;
    const isAborted = !response.writableFinished;
    this.#record.end({
      status: response.headersSent ? response.statusCode : undefined,
      isAborted,
      bodyBytes: isAborted ? undefined : bodyBytesOf(response, this.#request.method ?? 'GET', this.writtenBytes),
    });
  }
}

/** After `upgrade` and `connect` there is no response: the application writes onto the socket itself. */
function followSocket(socket: Duplex, record: ServerRecord | undefined): void {
  if (record) onSocketAnswer(socket, (status) => record.end({ status, isAborted: status === undefined }));
}

/** Emits in the context of a request. What a handler throws is recorded on its way. */
export function emitServing({ context: requestContext, record }: Serving, emit: () => boolean): boolean {
  if (record === undefined) return context.with(requestContext, emit);
  try {
    return context.with(requestContext, emit);
  } catch (error) {
    record.fail(error);
    record.end({});
    throw error;
  }
}
