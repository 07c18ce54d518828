import { type Tracer, context, diag, trace } from '@opentelemetry/api';
import { ATTR_CLOUD_REGION } from './attribute-names.ts';
import { type AwsCall, createCallContext, getAwsCall } from './aws-call.ts';
import type { AwsTraceHeaders } from './aws-trace-headers.ts';
import { describeCall } from './describe-call.ts';
import { isPromise, isRecord } from './is-record.ts';
import { carriesTrace, carryTrace } from './messaging-carriers.ts';
import { responseSize } from './response-size.ts';
import {
  type Middleware,
  type MiddlewareOptions,
  type SmithyClient,
  type SmithyCommand,
  withoutSuffix,
} from './smithy-shapes.ts';
import { type RequestHeaders, writeTraceHeaders } from './write-trace-headers.ts';

/**
 * Makes the two middlewares of ours part of a command, never of the application's client: the first step makes the
 * span and puts the trace into messages, the last before the request leaves writes the trace headers. The last runs
 * for every attempt, after signing and after the SDK's recursion detection.
 *
 * @param tracer asked for at every call, since the provider may be set late
 */
export function createCallMiddleware(
  tracer: () => Tracer,
  traceHeaders: AwsTraceHeaders,
): (call: AwsCall, client: SmithyClient, command: SmithyCommand) => void {
  const firstStep: Middleware = (next, { commandName }) => {
    const operation = commandName === undefined ? undefined : withoutSuffix(commandName);
    return (args) => {
      const call = getAwsCall(context.active());
      if (call === undefined || call.hasBegun) return next(args);
      call.hasBegun = true;
      if (operation !== undefined) call.operation = operation;
      if (call.isRecordable) startSpan(call, args.input, tracer());
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
  return (call, client, { middlewareStack }) => {
    // A cached stack serves all later calls of its kind, whatever they are.
    if (call.isRecordable || carriesTrace(call.service, call.operation) || cachesStacks(client))
      middlewareStack.add(firstStep, FIRST_STEP);
    middlewareStack.add(lastStep, LAST_STEP);
  };
}

const FIRST_STEP: MiddlewareOptions = { name: 'otelXrayCall', step: 'initialize', priority: 'high', override: true };
const LAST_STEP: MiddlewareOptions = { name: 'otelXrayHeaders', step: 'deserialize', priority: 'low', override: true };

function cachesStacks({ config }: SmithyClient): boolean {
  return isRecord(config) && config['cacheMiddleware'] === true;
}

function startSpan(call: AwsCall, input: unknown, tracer: Tracer): void {
  try {
    const { name, kind, attributes } = describeCall(call.service, call.operation, input);
    const span = tracer.startSpan(name, { kind, attributes }, call.appContext);
    call.carried = trace.setSpan(call.appContext, span);
    if (!span.isRecording()) return;
    call.span = span;
    call.input = input;
    call.startTimeMillis = performance.now();
    tellRegion(call);
  } catch (error) {
    diag.debug(`${call.service} ${call.operation} could not be given a span.`, error);
  }
}

function tellRegion({ region, span }: AwsCall): void {
  const failed = (error: unknown): void => diag.debug('The region of an AWS client could not be told.', error);
  try {
    const named: unknown = typeof region === 'function' ? (region as () => unknown)() : region;
    if (isPromise(named)) named.then(tell, failed);
    else tell(named);
  } catch (error) {
    failed(error);
  }
  function tell(name: unknown): void {
    if (typeof name === 'string' && span?.isRecording() === true) span.setAttribute(ATTR_CLOUD_REGION, name);
  }
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

function carryInHeaders({ carried }: AwsCall, request: unknown, traceHeaders: AwsTraceHeaders): void {
  if (!isRecord(request) || !isRecord(request['headers'])) return;
  const host = request['hostname'];
  const headers = request['headers'] as RequestHeaders;
  writeTraceHeaders(headers, carried, traceHeaders, typeof host === 'string' ? host : undefined);
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
