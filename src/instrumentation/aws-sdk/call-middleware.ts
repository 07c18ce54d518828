import { context, diag, trace } from '@opentelemetry/api';
import { unsuppressTracing } from '@opentelemetry/core';
import { ATTR_CLOUD_REGION } from './attribute-names.ts';
import { type AwsCall, getAwsCall } from './aws-call.ts';
import type { AwsTraceHeaders } from './aws-trace-headers.ts';
import { isRecord } from './is-record.ts';
import { carriesTrace, carryTrace } from './messaging-carriers.ts';
import { responseSize } from './response-size.ts';
import type { Middleware, MiddlewareArguments, SmithyCommand } from './smithy-shapes.ts';
import { withoutView } from './upstream-view.ts';
import { type RequestHeaders, writeTraceHeaders } from './write-trace-headers.ts';

/**
 * Makes the two middlewares of ours part of a command, never of the application's client: the first step puts the
 * trace into messages, the last before the request leaves writes the trace headers. The last runs for
 * every attempt, after signing and after the SDK's recursion detection.
 */
export function createCallMiddleware(traceHeaders: AwsTraceHeaders): (command: SmithyCommand) => void {
  const carryInMessages: Middleware = (next) => async (args) => {
    const call = getAwsCall(context.active());
    if (call === undefined) return next(args);
    call.hasBegun = true;
    call.result = await next(withCarriedTrace(call, args, traceHeaders));
    return call.result;
  };
  const carryInHeaders: Middleware = (next) => (args) => {
    beforeAttempt(args.request, traceHeaders);
    const answer = next(args);
    followAnswer(answer);
    return answer;
  };
  return ({ middlewareStack }) => {
    middlewareStack.add(carryInMessages, {
      name: 'otelXrayMessages',
      step: 'initialize',
      priority: 'high',
      override: true,
    });
    middlewareStack.add(carryInHeaders, {
      name: 'otelXrayHeaders',
      step: 'deserialize',
      priority: 'low',
      override: true,
    });
  };
}

function withCarriedTrace(
  call: AwsCall,
  args: MiddlewareArguments,
  traceHeaders: AwsTraceHeaders,
): MiddlewareArguments {
  const own = call.view === undefined ? args.input : withoutView(args.input, call.view, call.input);
  const input = call.isTraced ? carried(call, own, traceHeaders) : own;
  return input === args.input ? args : { ...args, input };
}

function carried(call: AwsCall, input: unknown, traceHeaders: AwsTraceHeaders): unknown {
  if (!carriesTrace(call.service, call.operation)) return input;
  try {
    // Upstream suppresses tracing inside the call, which makes propagators silent.
    const header = traceHeaders.xrayHeader(unsuppressTracing(context.active()));
    return carryTrace(call.service, call.operation, input, header);
  } catch (error) {
    diag.debug(`The trace could not be put into the message of ${call.service} ${call.operation}.`, error);
    return input;
  }
}

function beforeAttempt(request: unknown, traceHeaders: AwsTraceHeaders): void {
  const active = context.active();
  const call = getAwsCall(active);
  if (call === undefined) return;
  call.attempts += 1;
  if (!call.isTraced || !isRecord(request) || !isRecord(request['headers'])) return;
  const host = request['hostname'];
  const headers = request['headers'] as RequestHeaders;
  writeTraceHeaders(headers, unsuppressTracing(active), traceHeaders, typeof host === 'string' ? host : undefined);
  if (call.attempts === 1 && call.region !== undefined) void recordRegion(call.region);
}

/** The answer itself goes on as it is, and so does a failure. */
function followAnswer(answer: Promise<unknown>): void {
  const call = getAwsCall(context.active());
  const span = trace.getActiveSpan();
  if (call?.isTraced !== true || span?.isRecording() !== true) return;
  answer.then(
    (result) => {
      const response = isRecord(result) ? result['response'] : undefined;
      if (isRecord(response)) span.setAttributes(responseSize(call.operation, response['headers']));
    },
    () => {},
  );
}

async function recordRegion(region: () => unknown): Promise<void> {
  const span = trace.getActiveSpan();
  try {
    const name = await region();
    if (typeof name === 'string') span?.setAttribute(ATTR_CLOUD_REGION, name);
  } catch (error) {
    diag.debug('The region of an AWS client could not be told.', error);
  }
}
