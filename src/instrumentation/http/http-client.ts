import { type Context, context, diag } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { ClientRequest } from 'node:http';
import { type ClientRecord, createClientRecord } from './client-record.ts';
import { type ClientTracing, startSending } from './client-tracing.ts';
import { followClientRequest } from './follow-client-request.ts';
import { type ClientDefaults, type OutgoingCall, readOutgoingCall } from './outgoing-call.ts';
import { isHeadWrittenLater, setTraceHeaders, withTraceHeaders } from './trace-headers.ts';

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
    const request = sendTraced(send(), this, traced);
    finishTraced(request, traced, tracing);
    return request;
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
  readonly record: ClientRecord | undefined;
  readonly args: readonly unknown[];
  /** The call whose trace headers are still to be set on the request. */
  readonly headless: OutgoingCall | undefined;
  readonly context: Context;
}

function traceCall(args: readonly unknown[], defaults: ClientDefaults, tracing: ClientTracing): TracedCall | undefined {
  try {
    const parentContext = context.active();
    if (isTracingSuppressed(parentContext)) return undefined;
    const call = readOutgoingCall(args, defaults);
    if (call === undefined || tracing.isIgnored(call)) return undefined;
    const { span, context: requestContext } = startSending(call, parentContext, tracing.startSpan);
    const record = createClientRecord(span, call, tracing.durations);
    if (isHeadWrittenLater(call)) return { record, args: call.args(), headless: call, context: requestContext };
    const headers = withTraceHeaders(call, requestContext, tracing);
    return { record, args: call.withHeaders(headers), headless: undefined, context: requestContext };
  } catch (error) {
    diag.debug('An outgoing request could not be traced.', error);
    return undefined;
  }
}

function sendTraced(send: SendRequest, self: unknown, { record, args }: TracedCall): ClientRequest {
  if (record === undefined) return send.apply(self, args as unknown[]);
  try {
    return send.apply(self, args as unknown[]);
  } catch (error) {
    record.fail(error);
    throw error;
  }
}

function finishTraced(
  request: ClientRequest,
  { record, headless, context: requestContext }: TracedCall,
  tracing: ClientTracing,
): void {
  try {
    if (headless) setTraceHeaders(request, headless, requestContext, tracing);
    followClientRequest(request, record);
  } catch (error) {
    diag.debug('An outgoing request could not be followed.', error);
  }
}
