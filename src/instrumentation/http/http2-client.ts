import { type Context, context, diag, type Span } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpStatusHeader } from 'node:http2';
import { type ClientRecord, createClientRecord } from './client-record.ts';
import { type ClientTracing, startSending } from './client-tracing.ts';
import { type Followed, follow, makeFollowable } from './follow-emitter.ts';
import { type Authority, createHttp2Target } from './http2-target.ts';
import type { Patches } from './patches.ts';
import { replaceMethod } from './replace-method.ts';
import { recordFailure } from './span-outcome.ts';
import { type HeaderCarrier, withTraceHeaders } from './trace-headers.ts';
import { isUndiciSession } from './undici-session.ts';

/** What HTTP/2 clients are traced with. */
export interface Http2ClientTracing extends ClientTracing {
  /** To what a session was connected. */
  authorityOf(session: object): Authority | undefined;
}

/** https://www.rfc-editor.org/rfc/rfc9113#section-7 */
const NO_ERROR = 0;

type RequestMethod = (this: ClientHttp2Session, ...args: unknown[]) => ClientHttp2Stream;

/**
 * Traces the requests of a class of sessions, by one `request` on its prototype. Their events are emitted in the
 * caller's context: those of a request that waits for its connection come from elsewhere.
 *
 * @param patches takes the prototype of the streams too, which is known only when the first one is there
 * @returns a function that undoes it
 */
export function traceHttp2Session(prototype: object, tracing: Http2ClientTracing, patches: Patches): () => void {
  return replaceMethod<ClientHttp2Session, unknown[], ClientHttp2Stream>(
    prototype,
    'request',
    (original) =>
      function (...args) {
        const parentContext = context.active();
        const sending = start(this, args[0], parentContext, tracing);
        if (sending === undefined) return original().apply(this, args);
        const stream = sendTraced(this, [sending.headers, ...args.slice(1)], sending, original());
        followStream(this, stream, parentContext, sending, patches);
        return stream;
      },
  );
}

interface Sending {
  readonly span: Span;
  readonly headers: HeaderCarrier;
}

function start(
  session: ClientHttp2Session,
  headers: unknown,
  parentContext: Context,
  tracing: Http2ClientTracing,
): Sending | undefined {
  try {
    // Node says what is wrong with other headers.
    if (headers !== undefined && (typeof headers !== 'object' || headers === null)) return undefined;
    if (isTracingSuppressed(parentContext) || isUndiciSession(session)) return undefined;
    const target = createHttp2Target(headers, tracing.authorityOf(session));
    if (tracing.isIgnored(target)) return undefined;
    const { span, context: requestContext } = startSending(target, parentContext, tracing.startSpan);
    return { span, headers: withTraceHeaders(target, requestContext, tracing) };
  } catch (error) {
    diag.debug('An HTTP/2 request could not be traced.', error);
    return undefined;
  }
}

function sendTraced(
  session: ClientHttp2Session,
  args: unknown[],
  { span }: Sending,
  send: RequestMethod,
): ClientHttp2Stream {
  try {
    return send.apply(session, args);
  } catch (error) {
    if (span.isRecording()) {
      recordFailure(span, error);
      span.end();
    }
    throw error;
  }
}

function followStream(
  session: ClientHttp2Session,
  stream: ClientHttp2Stream,
  parentContext: Context,
  { span, headers }: Sending,
  patches: Patches,
): void {
  try {
    const prototype = Object.getPrototypeOf(stream) as object;
    patches.once(prototype, () => makeFollowable(prototype));
    const userAgent: unknown = Reflect.get(headers, 'user-agent');
    const record = span.isRecording() ? createClientRecord(span, userAgent) : undefined;
    follow(stream, { context: parentContext, observe: record && createStreamObserver(session, stream, record) });
  } catch (error) {
    diag.debug('An HTTP/2 request could not be followed.', error);
  }
}

function createStreamObserver(
  session: ClientHttp2Session,
  stream: ClientHttp2Stream,
  record: ClientRecord,
): Followed['observe'] {
  return (event, argument) => {
    switch (event) {
      case 'response':
        record.connected('2', session.socket);
        record.answer((argument as IncomingHttpStatusHeader)[':status']);
        break;
      case 'error':
        record.fail(argument);
        break;
      case 'end':
      case 'close':
        // A body that was broken off ends, too.
        if (stream.rstCode === NO_ERROR) record.end();
        else record.abort();
        break;
      default:
    }
  };
}
