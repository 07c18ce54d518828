import { type Context, context, diag } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import { statedLength } from './body-size.ts';
import { type ClientRecord, createClientRecord } from './client-record.ts';
import { type ClientTracing, startSending } from './client-tracing.ts';
import { type Followed, follow, makeFollowable } from './follow-emitter.ts';
import { type Authority, createHttp2Target } from './http2-target.ts';
import type { Patches } from './patches.ts';
import { replaceMethod } from './replace-method.ts';
import { type HeaderCarrier, withTraceHeaders } from './trace-headers.ts';
import { isUndiciSession } from './undici-session.ts';

/** What HTTP/2 clients are traced with. */
export interface Http2ClientTracing {
  readonly tracing: ClientTracing;
  /** To what a session was connected. */
  readonly authorityOf: (session: object) => Authority | undefined;
  /** Takes the prototype of the streams, which is known only when the first one is there. */
  readonly patches: Patches;
}

/** https://www.rfc-editor.org/rfc/rfc9113#section-7 */
const NO_ERROR = 0;

type RequestMethod = (this: ClientHttp2Session, ...args: unknown[]) => ClientHttp2Stream;

/**
 * Traces the requests of a class of sessions, by one `request` on its prototype. Their events are emitted in the
 * caller's context: those of a request that waits for its connection come from elsewhere.
 *
 * @returns a function that undoes it
 */
export function traceHttp2Session(prototype: object, clientTracing: Http2ClientTracing): () => void {
  return replaceMethod<ClientHttp2Session, unknown[], ClientHttp2Stream>(
    prototype,
    'request',
    (original) =>
      function (...args) {
        const parentContext = context.active();
        const sending = start(this, args[0], parentContext, clientTracing);
        if (sending === undefined) return original().apply(this, args);
        const stream = sendTraced(this, [sending.headers, ...args.slice(1)], sending, original());
        followStream(this, stream, parentContext, sending, clientTracing.patches);
        return stream;
      },
  );
}

interface Sending {
  readonly record: ClientRecord | undefined;
  readonly headers: HeaderCarrier;
}

function start(
  session: ClientHttp2Session,
  headers: unknown,
  parentContext: Context,
  { tracing, authorityOf }: Http2ClientTracing,
): Sending | undefined {
  try {
    // Node says what is wrong with other headers.
    if (headers !== undefined && (typeof headers !== 'object' || headers === null)) return undefined;
    if (isTracingSuppressed(parentContext) || isUndiciSession(session)) return undefined;
    const target = createHttp2Target(headers, authorityOf(session));
    if (tracing.isIgnored(target)) return undefined;
    const { span, context: requestContext } = startSending(target, parentContext, tracing.startSpan);
    const sent = withTraceHeaders(target, requestContext, tracing);
    return { record: createClientRecord(span, target, tracing.durations), headers: sent };
  } catch (error) {
    diag.debug('An HTTP/2 request could not be traced.', error);
    return undefined;
  }
}

function sendTraced(
  session: ClientHttp2Session,
  args: unknown[],
  { record }: Sending,
  send: RequestMethod,
): ClientHttp2Stream {
  try {
    return send.apply(session, args);
  } catch (error) {
    record?.fail(error);
    throw error;
  }
}

function followStream(
  session: ClientHttp2Session,
  stream: ClientHttp2Stream,
  parentContext: Context,
  { record, headers }: Sending,
  patches: Patches,
): void {
  try {
    const prototype = Object.getPrototypeOf(stream) as object;
    patches.once(prototype, () => makeFollowable(prototype));
    record?.userAgent(Reflect.get(headers, 'user-agent'));
    follow(stream, {
      context: parentContext,
      ...(record && { observe: createStreamObserver(session, stream, record) }),
    });
  } catch (error) {
    diag.debug('An HTTP/2 request could not be followed.', error);
  }
}

function createStreamObserver(
  session: ClientHttp2Session,
  stream: ClientHttp2Stream,
  record: ClientRecord,
): NonNullable<Followed['observe']> {
  return (event, argument) => {
    switch (event) {
      case 'response':
        record.connected('2', session.socket);
        record.answer((argument as IncomingHttpStatusHeader)[':status']);
        if (!stream.endAfterHeaders) record.received(statedLength(argument as IncomingHttpHeaders));
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
