import { context, diag, trace } from '@opentelemetry/api';
import { unsuppressTracing } from '@opentelemetry/core';
import { type AwsCall, getAwsCall } from './aws-call.ts';
import type { AwsTraceHeaders } from './aws-trace-headers.ts';
import { isRecord } from './is-record.ts';
import { carriesTrace, carryTrace } from './messaging-carriers.ts';
import { responseSize } from './response-size.ts';
import type { DescribeCall } from './described-call.ts';
import type { Middleware, MiddlewareOptions, SmithyCommand } from './smithy-shapes.ts';
import { giveStreamsContext } from './streams-in-context.ts';
import { type RequestHeaders, writeTraceHeaders } from './write-trace-headers.ts';

/**
 * Makes the two middlewares of ours part of a command, never of the application's client: the first step makes the
 * span and puts the trace into messages, the last before the request leaves writes the trace headers. The last runs
 * for every attempt, after signing and after the SDK's recursion detection.
 *
 * @param describe runs a call within the span of upstream's instrumentation
 */
export function createCallMiddleware(
  traceHeaders: AwsTraceHeaders,
  describe: DescribeCall,
): (command: SmithyCommand) => void {
  const carryInMessages: Middleware = (next, executionContext) => async (args) => {
    const call = getAwsCall(context.active());
    if (call === undefined) return next(args);
    const send = async (): Promise<unknown> => {
      const input = call.isTraced ? carried(call, args.input, traceHeaders) : args.input;
      const result = await next(input === args.input ? args : { ...args, input });
      if (isRecord(result)) giveStreamsContext(result['output'], call.appContext);
      return result;
    };
    return call.isRecorded ? describe({ call, executionContext, input: args.input, send }) : send();
  };
  const carryInHeaders: Middleware = (next) => (args) => {
    beforeAttempt(args.request, traceHeaders);
    const answer = next(args);
    followAnswer(answer);
    return answer;
  };
  return ({ middlewareStack }) => {
    middlewareStack.add(carryInMessages, MESSAGES);
    middlewareStack.add(carryInHeaders, HEADERS);
  };
}

const MESSAGES: MiddlewareOptions = {
  name: 'otelXrayMessages',
  step: 'initialize',
  priority: 'high',
  override: true,
};
const HEADERS: MiddlewareOptions = { name: 'otelXrayHeaders', step: 'deserialize', priority: 'low', override: true };

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
}

/** The answer itself goes on as it is, and so does a failure. */
function followAnswer(answer: Promise<unknown>): void {
  const call = getAwsCall(context.active());
  const span = trace.getActiveSpan();
  if (call?.isRecorded !== true || span?.isRecording() !== true) return;
  answer.then(
    (result) => {
      const response = isRecord(result) ? result['response'] : undefined;
      if (isRecord(response)) span.setAttributes(responseSize(call.operation, response['headers']));
    },
    () => {},
  );
}
