import { context, diag } from '@opentelemetry/api';
import type { Http2ServerRequest, Http2ServerResponse, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { statedLength } from './body-size.ts';
import { type Followed, follow, followedBy, makeFollowable } from './follow-emitter.ts';
import { type EmitArguments, emitServing, type HttpServerTracing, serve } from './http-server.ts';
import type { Patches } from './patches.ts';
import { replaceMethod } from './replace-method.ts';
import { type ServerRecord, type Serving, startServing } from './server-span.ts';

/**
 * Traces the streams that HTTP/2 servers of a class get, and the HTTP/1 requests of one that allows them. Node shows
 * each stream as such before it makes request and response of its compatibility API from it.
 *
 * @param patches takes the prototype of the streams too, which is known only when the first one comes
 * @returns a function that undoes it
 */
export function traceHttp2Server(prototype: object, tracing: HttpServerTracing, patches: Patches): () => void {
  return replaceMethod<object, EmitArguments, boolean>(
    prototype,
    'emit',
    (original) =>
      function (...args) {
        switch (args[0]) {
          case 'stream':
            return serveStream(args, tracing, patches, () => original().apply(this, args));
          case 'request':
          case 'checkContinue':
          case 'checkExpectation':
          case 'upgrade':
          case 'connect':
            return serveRequest(args, tracing, () => original().apply(this, args));
          default:
            return original().apply(this, args);
        }
      },
  );
}

function serveStream(
  [, emitted, headers]: EmitArguments,
  tracing: HttpServerTracing,
  patches: Patches,
  emit: () => boolean,
): boolean {
  const stream = emitted as ServerHttp2Stream;
  const known = followedBy(stream)?.context;
  if (known) return context.with(known, emit);
  const serving = begin(stream, headers as IncomingHttpHeaders, tracing, patches);
  return serving === undefined ? emit() : emitServing(serving, emit);
}

function begin(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  tracing: HttpServerTracing,
  patches: Patches,
): Serving | undefined {
  try {
    const prototype = Object.getPrototypeOf(stream) as object;
    patches.once(prototype, () => makeFollowable(prototype));
    const {
      ':method': method = 'GET',
      ':path': target = '/',
      ':scheme': scheme = 'http',
      ':authority': host,
    } = headers;
    const peer = stream.session?.socket ?? {};
    const serving = startServing(
      { method, target, scheme, headers, host: host ?? headers.host, httpVersion: '2', peer },
      tracing,
    );
    const { context: streamContext, span, record } = serving;
    follow(stream, {
      context: streamContext,
      ...(record && { observe: createStreamObserver(stream, method, record) }),
    });
    if (span) tracing.onServerResponse(span, stream, streamContext);
    return serving;
  } catch (error) {
    diag.debug('An HTTP/2 stream could not be traced.', error);
    return undefined;
  }
}

function createStreamObserver(
  stream: ServerHttp2Stream,
  method: string,
  record: ServerRecord,
): NonNullable<Followed['observe']> {
  return (event, argument) => {
    if (event === 'error') record.fail(argument);
    else if (event === 'close') {
      const { sentHeaders } = stream;
      const status = sentHeaders?.[':status'];
      record.end({
        status: status === undefined ? undefined : Number(status),
        isAborted: stream.aborted || stream.rstCode !== 0,
        bodyBytes: method === 'HEAD' || sentHeaders === undefined ? undefined : statedLength(sentHeaders),
      });
    }
  };
}

/** Request and response of the compatibility API belong to their stream; others came over HTTP/1. */
function serveRequest(args: EmitArguments, tracing: HttpServerTracing, emit: () => boolean): boolean {
  const [, request, response] = args as [unknown, Partial<Http2ServerRequest>, Http2ServerResponse];
  if (request.stream === undefined) return serve(args, 'https', tracing, emit);
  const streamContext = followedBy(request.stream)?.context;
  if (streamContext === undefined) return emit();
  follow(request, { context: streamContext });
  follow(response, { context: streamContext });
  return streamContext === context.active() ? emit() : context.with(streamContext, emit);
}
