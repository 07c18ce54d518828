import { type Context, TraceFlags, context, diag, trace } from '@opentelemetry/api';
import { isTracingSuppressed, suppressTracing } from '@opentelemetry/core';
import { type AwsCall, setAwsCall } from './aws-call.ts';
import { isCredentialCall } from './credential-calls.ts';
import { isRecord } from './is-record.ts';
import {
  type Send,
  type SmithyClient,
  type SmithyCommand,
  isSmithyCommand,
  operationOf,
  serviceOf,
} from './smithy-shapes.ts';

/**
 * `Client.prototype.send` that makes the call known to what runs inside, and gives callbacks the application's own
 * context.
 *
 * @param addMiddleware makes our middlewares part of a command
 */
export function createTracedSend(send: Send, addMiddleware: (command: SmithyCommand) => void): Send {
  return function (this: SmithyClient, command: unknown, ...rest: unknown[]): unknown {
    const call = prepare(this, command, addMiddleware);
    if (call === undefined) return send.call(this, command, ...rest);
    const options = rest.map((value) => (typeof value === 'function' ? context.bind(call.appContext, value) : value));
    // What is not recorded is not seen by the HTTP instrumentation either.
    const outer = call.isRecorded ? call.appContext : suppressTracing(call.appContext);
    return context.with(setAwsCall(outer, call), () => send.call(this, command, ...options));
  };
}

function prepare(
  client: SmithyClient,
  command: unknown,
  addMiddleware: (command: SmithyCommand) => void,
): AwsCall | undefined {
  if (!isSmithyCommand(command)) return undefined;
  try {
    const call = createCall(client, serviceOf(client), operationOf(command));
    addMiddleware(command);
    return call;
  } catch (error) {
    diag.debug('An AWS SDK call could not be prepared for tracing.', error);
    return undefined;
  }
}

function createCall(client: SmithyClient, service: string, operation: string): AwsCall {
  const appContext = context.active();
  const traced = isTraced(appContext, service, operation);
  const region = isRecord(client.config) ? client.config['region'] : undefined;
  return {
    service,
    operation,
    appContext,
    isTraced: traced,
    isRecorded: traced && !isBelowUnsampled(appContext),
    region: typeof region === 'function' ? (region as () => unknown) : undefined,
    hasSpan: false,
    attempts: 0,
    result: undefined,
  };
}

function isTraced(appContext: Context, service: string, operation: string): boolean {
  if (isTracingSuppressed(appContext)) return false;
  return !isCredentialCall(service, operation) || trace.getSpan(appContext) !== undefined;
}

/** Below a span of this process that is not sampled there is nothing to decide: that span stands for the call. */
function isBelowUnsampled(appContext: Context): boolean {
  const parent = trace.getSpan(appContext);
  if (parent === undefined || parent.isRecording()) return false;
  const { isRemote, traceFlags } = parent.spanContext();
  return isRemote !== true && (traceFlags & TraceFlags.SAMPLED) === 0 && trace.isSpanContextValid(parent.spanContext());
}
