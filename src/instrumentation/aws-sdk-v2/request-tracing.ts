import { type Context, type Span, SpanStatusCode, type Tracer, context, diag, trace } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { ATTR_RESEND_COUNT } from '../aws-sdk/attribute-names.ts';
import type { AwsTraceHeaders } from '../aws-sdk/aws-trace-headers.ts';
import { isCredentialCall } from '../aws-sdk/credential-calls.ts';
import { isRecord } from '../aws-sdk/is-record.ts';
import { linkReceivedMessages } from '../aws-sdk/link-received-messages.ts';
import { carriesTrace, carryTrace } from '../aws-sdk/messaging-carriers.ts';
import { writeTraceHeaders } from '../aws-sdk/write-trace-headers.ts';
import { type V2Call, callOf, describeCall } from './describe-call.ts';
import { describeResponse } from './describe-response.ts';
import { knowsMember } from './model-members.ts';
import type { V2HttpRequest, V2Request } from './sdk-shapes.ts';

/** A request of SDK v2 that has a span, from `send` to its completion. */
export interface TracedRequest extends V2Call {
  readonly span: Span;
  /** The context in which the application sent the request; its listeners and callbacks run in it. */
  readonly appContext: Context;
  /** The same with the span active. */
  readonly spanContext: Context;
}

/** One span per request, whatever way it is sent and however often it is tried. Nothing here throws. */
export interface RequestTracing {
  /** The application sends `request`; sending it again changes nothing. */
  begin(request: V2Request): void;
  /** The application aborts `request`, which may then never complete. */
  abort(request: V2Request): void;
  /** The application is done with the stream of `request`'s body, with `error` or before its end. */
  endStream(request: V2Request, error: unknown): void;
  /** The traced request that is on the wire as `httpRequest`. */
  onWire(httpRequest: V2HttpRequest): TracedRequest | undefined;
}

/** @param tracer asked for at every request, since the provider may be set late */
export function createRequestTracing(tracer: () => Tracer, traceHeaders: AwsTraceHeaders): RequestTracing {
  const requests = new WeakMap<V2Request, OpenRequest>();
  const onWire = new WeakMap<V2HttpRequest, TracedRequest>();
  return {
    begin: (request) => {
      attempt(() => {
        if (requests.has(request)) return;
        const open = start(request, tracer);
        if (open === undefined) return;
        requests.set(request, open);
        carryInMessages(request, open, traceHeaders);
        carryInHeaders(request, open, { traceHeaders, onWire });
        request.on('complete', () => attempt(() => finish(request, open)), true);
      });
    },
    abort: (request) => {
      attempt(() => finish(request, requests.get(request), abortError));
    },
    endStream: (request, error) => {
      attempt(() => finish(request, requests.get(request), error));
    },
    onWire: (httpRequest) => onWire.get(httpRequest),
  };
}

interface OpenRequest extends TracedRequest {
  attempts: number;
  isEnded: boolean;
}

/** What the SDK's own error says when an aborted request completes. */
const abortError = { name: 'RequestAbortedError', code: 'RequestAbortedError', message: 'Request aborted by user' };

function start(request: V2Request, tracer: () => Tracer): OpenRequest | undefined {
  const appContext = context.active();
  if (isTracingSuppressed(appContext)) return undefined;
  const call = callOf(request);
  if (isCredentialCall(call.service, call.operation) && trace.getSpan(appContext) === undefined) return undefined;
  const { name, kind, attributes } = describeCall(call, request);
  const span = tracer().startSpan(name, { kind, attributes }, appContext);
  return { ...call, span, appContext, spanContext: trace.setSpan(appContext, span), attempts: 0, isEnded: false };
}

function carryInMessages(request: V2Request, open: OpenRequest, traceHeaders: AwsTraceHeaders): void {
  const { service, operation } = open;
  if (!carriesTrace(service, operation)) return;
  const header = traceHeaders.xrayHeader(open.spanContext);
  request.params = carryTrace(service, operation, request.params, header, (member) => knowsMember(request, member));
}

/** Signing covers every header that it sees, so ours come after it and are gone when a retry is signed. */
function carryInHeaders(
  request: V2Request,
  open: OpenRequest,
  { traceHeaders, onWire }: { traceHeaders: AwsTraceHeaders; onWire: WeakMap<V2HttpRequest, TracedRequest> },
): void {
  let takeOff = (): void => undefined;
  request.on('sign', () => takeOff(), true);
  request.on(
    'send',
    () => {
      const { httpRequest } = request;
      open.attempts += 1;
      onWire.set(httpRequest, open);
      const host = httpRequest.endpoint?.hostname;
      const undo = writeTraceHeaders(httpRequest.headers, open.spanContext, traceHeaders, host);
      takeOff = (): void => {
        undo();
        takeOff = (): void => undefined;
      };
    },
    true,
  );
}

function finish(request: V2Request, open: OpenRequest | undefined, error: unknown = request.response.error): void {
  if (open === undefined || open.isEnded) return;
  open.isEnded = true;
  const { span } = open;
  try {
    span.setAttributes(describeResponse(open, request));
    if (open.attempts > 1) span.setAttribute(ATTR_RESEND_COUNT, open.attempts - 1);
    if (isRecord(error)) recordError(span, error);
    else if (open.operation === 'ReceiveMessage') linkReceivedMessages(span, messagesOf(request));
  } finally {
    span.end();
  }
}

function recordError(span: Span, error: Readonly<Record<string, unknown>>): void {
  const message = typeof error['message'] === 'string' ? error['message'] : '';
  const code = error['code'] ?? error['name'];
  const type = typeof code === 'string' ? code : 'Error';
  span.setAttribute(ATTR_ERROR_TYPE, type);
  span.recordException(error instanceof Error ? error : { name: type, message });
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

function messagesOf({ response: { data } }: V2Request): unknown {
  return isRecord(data) ? data['Messages'] : undefined;
}

function attempt(step: () => void): void {
  try {
    step();
  } catch (error) {
    diag.debug('A request of AWS SDK v2 could not be traced.', error);
  }
}
