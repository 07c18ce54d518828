import { type Attributes, type Tracer, context, diag, trace } from '@opentelemetry/api';
import { ATTR_CLOUD_REGION } from './attribute-names.ts';
import { type AwsCall, createCallContext, getAwsCall } from './aws-call.ts';
import type { AwsTraceHeaders } from './aws-trace-headers.ts';
import { askRegion, confirmRegion, regionAtHand } from './call-region.ts';
import { describeCall } from './describe-call.ts';
import { isRecord } from './is-record.ts';
import { carriesTrace, carryTrace } from './messaging-carriers.ts';
import { responseSize } from './response-size.ts';
import {
  type Middleware,
  type MiddlewareOptions,
  isOperationTold,
  rememberOperation,
  withoutSuffix,
} from './smithy-shapes.ts';
import { type RequestHeaders, writeTraceHeaders } from './write-trace-headers.ts';

/**
 * Begins the calls of commands, and makes middlewares of ours part of a command, never of the application's client. The
 * last step before the request leaves writes the trace headers; it runs for every attempt, after signing and after the
 * SDK's recursion detection. Calls begin at once, with their span; the first of a class and those whose messages take
 * the trace along do so in the SDK's first step, where the SDK tells the operation and the parameters may be replaced.
 *
 * @param tracer asked for at every call, since the provider may be set late
 */
export function createCallMiddleware(tracer: () => Tracer, traceHeaders: AwsTraceHeaders): (call: AwsCall) => void {
  const firstStep: Middleware = (next, { commandName }) => {
    const operation = commandName === undefined ? undefined : withoutSuffix(commandName);
    return (args) => {
      const call = getAwsCall(context.active());
      if (call === undefined || call.hasBegun) return next(args);
      if (operation !== undefined) {
        call.operation = operation;
        rememberOperation(call.command, operation);
      }
      startSpan(call, args.input, tracer);
      const input = carryInMessage(call, args.input, traceHeaders);
      const carrying = input === args.input ? args : { ...args, input };
      if (!call.isRecordable) return next(carrying);
      return context.with(createCallContext(call.carried, call, true), next, undefined, carrying);
    };
  };
  const lastStep: Middleware = (next) => (args) => {
    const call = getAwsCall(context.active());
    if (call === undefined) return next(args);
    call.attempts += 1;
    carryInHeaders(call, args.request, traceHeaders);
    const answer = next(args);
    if (call.span !== undefined) followAnswer(call, answer);
    return answer;
  };
  return (call) => {
    const { middlewareStack, input } = call.command;
    middlewareStack.add(lastStep, LAST_STEP);
    if (!isOperationTold(call.command) || carriesTrace(call.service, call.operation))
      middlewareStack.add(firstStep, FIRST_STEP);
    else startSpan(call, input, tracer);
  };
}

const FIRST_STEP: MiddlewareOptions = { name: 'otelXrayCall', step: 'initialize', priority: 'high', override: true };
const LAST_STEP: MiddlewareOptions = { name: 'otelXrayHeaders', step: 'deserialize', priority: 'low', override: true };

function startSpan(call: AwsCall, input: unknown, tracer: () => Tracer): void {
  call.hasBegun = true;
  if (!call.isRecordable) return;
  try {
    const { name, kind, attributes } = describeCall(call.service, call.operation, input);
    const region = regionAtHand(call);
    if (region !== undefined) attributes[ATTR_CLOUD_REGION] = region;
    const [plain, lists] = withoutLists(attributes);
    const span = tracer().startSpan(name, { kind, attributes: plain }, call.appContext);
    call.carried = trace.setSpan(call.appContext, span);
    if (!span.isRecording()) return;
    call.span = span;
    call.input = input;
    call.startTimeMillis = performance.now();
    if (lists !== undefined) span.setAttributes(lists);
    if (region === undefined) askRegion(call);
  } catch (error) {
    diag.debug(`${call.service} ${call.operation} could not be given a span.`, error);
  }
}

/** What lists are among them is set later: a span that starts without is made in a fraction of the time. */
function withoutLists(attributes: Attributes): [plain: Attributes, lists: Attributes | undefined] {
  const plain: Attributes = {};
  let lists: Attributes | undefined;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === 'object') (lists ??= {})[name] = value;
    else plain[name] = value;
  }
  return [plain, lists];
}

function carryInMessage({ service, operation, carried }: AwsCall, input: unknown, headers: AwsTraceHeaders): unknown {
  if (!carriesTrace(service, operation)) return input;
  try {
    return carryTrace(service, operation, input, headers.xrayHeader(carried));
  } catch (error) {
    diag.debug(`The trace could not be put into the message of ${service} ${operation}.`, error);
    return input;
  }
}

function carryInHeaders(call: AwsCall, request: unknown, traceHeaders: AwsTraceHeaders): void {
  if (!isRecord(request) || !isRecord(request['headers'])) return;
  const host = typeof request['hostname'] === 'string' ? request['hostname'] : undefined;
  if (call.span !== undefined && host !== undefined) confirmRegion(call, host);
  writeTraceHeaders(request['headers'] as RequestHeaders, call.carried, traceHeaders, host);
}

/** The answer itself goes on as it is, and so does a failure. */
function followAnswer(call: AwsCall, answer: Promise<unknown>): void {
  answer.then(
    (result) => {
      const response = isRecord(result) ? result['response'] : undefined;
      if (isRecord(response)) call.span?.setAttributes(responseSize(call.operation, response['headers']));
    },
    () => {},
  );
}
