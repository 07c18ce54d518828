import { type Context, INVALID_TRACEID, type SpanContext, TraceFlags, context, diag, trace } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { type AwsCall, createCallContext, getAwsCall } from './aws-call.ts';
import { isCredentialCall } from './credential-calls.ts';
import { isPromise, isRecord } from './is-record.ts';
import {
  type Send,
  type SmithyClient,
  type SmithyCommand,
  isSmithyCommand,
  operationOf,
  serviceOf,
} from './smithy-shapes.ts';

/** What takes part in the calls of AWS SDK v3. Nothing here throws. */
export interface CallTracing {
  /** Makes our steps part of the command that is about to be sent, and begins the call where it can. */
  join(call: AwsCall): void;
  /** The call succeeded; gives what the application is to get. */
  succeed(call: AwsCall, output: unknown): unknown;
  /** The call failed. */
  fail(call: AwsCall, error: unknown): void;
}

/**
 * `Client.prototype.send` that makes each call known to what runs inside, and follows it to its end. What comes after
 * the call, a callback too, runs in the application's own context.
 */
export function createTracedSend(send: Send, tracing: CallTracing): Send {
  return function (this: SmithyClient, command: unknown, ...rest: unknown[]): unknown {
    const appContext = context.active();
    const isSuppressed = isTracingSuppressed(appContext);
    if ((isSuppressed && getAwsCall(appContext) === undefined) || !isSmithyCommand(command))
      return send.call(this, command, ...rest);
    const call = isSuppressed ? undefined : begin(this, command, appContext, tracing);
    if (call !== undefined) return followSend(send, this, call, tracing, [command, ...rest]);
    const args = rest.map((value) => (typeof value === 'function' ? context.bind(appContext, value) : value));
    return context.with(createCallContext(appContext, undefined, true), send, this, command, ...args);
  };
}

function begin(
  client: SmithyClient,
  command: SmithyCommand,
  appContext: Context,
  tracing: CallTracing,
): AwsCall | undefined {
  try {
    const service = serviceOf(client);
    const operation = operationOf(command);
    const parent = trace.getSpan(appContext);
    if (parent === undefined && isCredentialCall(service, operation)) return undefined;
    const call: AwsCall = {
      command,
      service,
      operation,
      appContext,
      isRecordable: parent === undefined || parent.isRecording() || !isUnsampled(parent.spanContext()),
      region: isRecord(client.config) ? client.config['region'] : undefined,
      hasBegun: false,
      carried: appContext,
      span: undefined,
      startTimeMillis: 0,
      attempts: 0,
      input: undefined,
    };
    tracing.join(call);
    return call;
  } catch (error) {
    diag.debug('An AWS SDK call could not be prepared for tracing.', error);
    return undefined;
  }
}

/** A span of this process that is not sampled stands for the calls below it. */
function isUnsampled(parent: SpanContext): boolean {
  const { isRemote, traceFlags, traceId } = parent;
  return isRemote !== true && (traceFlags & TraceFlags.SAMPLED) === 0 && traceId !== INVALID_TRACEID;
}

function followSend(send: Send, client: SmithyClient, call: AwsCall, tracing: CallTracing, args: unknown[]): unknown {
  for (let index = 1; index < args.length; index += 1) {
    const callback = args[index];
    if (typeof callback === 'function') args[index] = followCallback(call, tracing, callback as Callback);
  }
  // The HTTP instrumentation does not see what has begun: the span, if there is one, is the call's.
  const inner = createCallContext(call.carried, call, call.hasBegun || !call.isRecordable);
  try {
    const sent: unknown = context.with(inner, () => Reflect.apply(send, client, args) as unknown);
    if (!isPromise(sent)) return sent;
    return sent.then(
      (output) => tracing.succeed(call, output),
      (error: unknown) => {
        tracing.fail(call, error);
        throw error;
      },
    );
  } catch (error) {
    tracing.fail(call, error);
    throw error;
  }
}

/** The SDK gives a callback the error alone, or nothing and the output. */
type Callback = (this: unknown, ...results: unknown[]) => unknown;

function followCallback(call: AwsCall, tracing: CallTracing, callback: Callback): Callback {
  return function (...results) {
    let given = results;
    if (results.length > 1) given = [results[0], tracing.succeed(call, results[1])];
    else tracing.fail(call, results[0]);
    return context.with(call.appContext, callback, this, ...given);
  };
}
