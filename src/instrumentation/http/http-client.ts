import { context, diag, type Span } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { ClientRequest } from 'node:http';
import { type ClientTracing, startSending } from './client-tracing.ts';
import { followClientRequest } from './follow-client-request.ts';
import { type ClientDefaults, readOutgoingCall } from './outgoing-call.ts';
import { recordFailure } from './span-outcome.ts';
import { withTraceHeaders } from './trace-headers.ts';

/** `request` of `node:http` and `node:https`. */
export type SendRequest = (this: unknown, ...args: unknown[]) => ClientRequest;

/**
 * `request` with a span around each request and its trace headers among the caller's. What is emitted on request and
 * response stays in the caller's context, by Node's own means.
 */
export function traceSendRequest(
  send: () => SendRequest,
  defaults: ClientDefaults,
  tracing: ClientTracing,
): SendRequest {
  return function (...args) {
    const traced = traceCall(args, defaults, tracing);
    if (traced === undefined) return send().apply(this, args);
    const { span, args: tracedArgs } = traced;
    return span.isRecording()
      ? sendRecorded(() => send().apply(this, tracedArgs), span)
      : send().apply(this, tracedArgs);
  };
}

/** `get` likewise. */
export function getBy(request: SendRequest): SendRequest {
  return function (...args) {
    const sent = request.apply(this, args);
    sent.end();
    return sent;
  };
}

interface TracedCall {
  readonly span: Span;
  readonly args: unknown[];
}

function traceCall(args: readonly unknown[], defaults: ClientDefaults, tracing: ClientTracing): TracedCall | undefined {
  try {
    const parentContext = context.active();
    if (isTracingSuppressed(parentContext)) return undefined;
    const call = readOutgoingCall(args, defaults);
    if (call === undefined || tracing.isIgnored(call)) return undefined;
    const { span, context: requestContext } = startSending(call, parentContext, tracing.startSpan);
    return { span, args: call.withHeaders(withTraceHeaders(call, requestContext, tracing)) };
  } catch (error) {
    diag.debug('An outgoing request could not be traced.', error);
    return undefined;
  }
}

function sendRecorded(send: () => ClientRequest, span: Span): ClientRequest {
  let request: ClientRequest;
  try {
    request = send();
  } catch (error) {
    recordFailure(span, error);
    span.end();
    throw error;
  }
  try {
    followClientRequest(request, span);
  } catch (error) {
    diag.debug('An outgoing request could not be followed.', error);
  }
  return request;
}
