import { context, diag } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { ClientRequest } from 'node:http';
import { type ClientRecord, createClientRecord } from './client-record.ts';
import { type ClientTracing, startSending } from './client-tracing.ts';
import { followClientRequest } from './follow-client-request.ts';
import { type ClientDefaults, readOutgoingCall } from './outgoing-call.ts';
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
    const { record, args: tracedArgs } = traced;
    return record ? sendRecorded(() => send().apply(this, tracedArgs), record) : send().apply(this, tracedArgs);
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
  readonly args: unknown[];
}

function traceCall(args: readonly unknown[], defaults: ClientDefaults, tracing: ClientTracing): TracedCall | undefined {
  try {
    const parentContext = context.active();
    if (isTracingSuppressed(parentContext)) return undefined;
    const call = readOutgoingCall(args, defaults);
    if (call === undefined || tracing.isIgnored(call)) return undefined;
    const { span, context: requestContext } = startSending(call, parentContext, tracing.startSpan);
    const headers = withTraceHeaders(call, requestContext, tracing);
    return { record: createClientRecord(span, call, tracing.durations), args: call.withHeaders(headers) };
  } catch (error) {
    diag.debug('An outgoing request could not be traced.', error);
    return undefined;
  }
}

function sendRecorded(send: () => ClientRequest, record: ClientRecord): ClientRequest {
  let request: ClientRequest;
  try {
    request = send();
  } catch (error) {
    record.fail(error);
    throw error;
  }
  try {
    followClientRequest(request, record);
  } catch (error) {
    diag.debug('An outgoing request could not be followed.', error);
  }
  return request;
}
