import { type Context, context, diag, trace } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
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
import { type UpstreamView, viewForUpstream } from './upstream-view.ts';

/**
 * `Client.prototype.send` around the one that upstream's instrumentation has patched. It makes the call known to what
 * runs inside, keeps the caller's objects out of upstream's reach, and gives callbacks and promises the
 * application's own context.
 *
 * @param addMiddleware makes our middlewares part of a command
 */
export function createTracedSend(upstreamSend: Send, addMiddleware: (command: SmithyCommand) => void): Send {
  return function send(this: SmithyClient, command: unknown, ...rest: unknown[]): unknown {
    const prepared = prepare(this, command, addMiddleware);
    if (prepared === undefined) return upstreamSend.call(this, command, ...rest);
    const { call } = prepared;
    const options = rest.map((value) => (typeof value === 'function' ? context.bind(call.appContext, value) : value));
    const run = (shown: unknown): unknown =>
      context.with(setAwsCall(call.appContext, call), () => upstreamSend.call(this, shown, ...options));
    try {
      return settled(run(prepared.command), call);
    } catch (error) {
      // Upstream reads the input before the SDK does, and throws on forms that it does not expect.
      if (call.hasBegun || call.hasSpan) throw error;
      diag.debug(`The input of ${call.service} ${call.operation} could not be described.`, error);
      return settled(run(prepared.withoutInput()), call);
    }
  };
}

interface PreparedCall {
  readonly call: AwsCall;
  readonly command: SmithyCommand;
  /** The same command, with nothing in it that upstream could stumble over. */
  readonly withoutInput: () => SmithyCommand;
}

function prepare(
  client: SmithyClient,
  command: unknown,
  addMiddleware: (command: SmithyCommand) => void,
): PreparedCall | undefined {
  if (!isSmithyCommand(command)) return undefined;
  try {
    const service = serviceOf(client);
    const operation = operationOf(command);
    const view = viewForUpstream(service, operation, command.input);
    const call = createCall(client, command, { service, operation, view });
    addMiddleware(command);
    return {
      call,
      command: view === undefined ? command : withInput(command, view),
      withoutInput: () => withInput(command, hideInput(call)),
    };
  } catch (error) {
    diag.debug('An AWS SDK call could not be prepared for tracing.', error);
    return undefined;
  }
}

function createCall(
  client: SmithyClient,
  command: SmithyCommand,
  { service, operation, view }: { service: string; operation: string; view: UpstreamView | undefined },
): AwsCall {
  const appContext = context.active();
  return {
    service,
    operation,
    input: command.input,
    view,
    appContext,
    isTraced: isTraced(appContext, service, operation),
    region: hiddenRegion(client, command),
    hasSpan: false,
    hasBegun: false,
    attempts: 0,
    result: undefined,
  };
}

/** Upstream reads the model's id from the input once more when the answer is there. */
function hideInput(call: AwsCall): UpstreamView {
  const modelId = isRecord(call.input) ? call.input['modelId'] : undefined;
  call.view = { modelId: typeof modelId === 'string' ? modelId : '' };
  return call.view;
}

/** A copy of the command, since the command itself is the caller's and may be sent twice at a time. */
function withInput(command: SmithyCommand, input: UpstreamView): SmithyCommand {
  const copy: SmithyCommand = Object.create(Object.getPrototypeOf(command) as object) as SmithyCommand;
  return Object.assign(copy, command, { input });
}

function isTraced(appContext: Context, service: string, operation: string): boolean {
  if (isTracingSuppressed(appContext)) return false;
  return !isCredentialCall(service, operation) || trace.getSpan(appContext) !== undefined;
}

/** DynamoDB's document client sends a command inside its own, of which upstream does not know the region. */
function hiddenRegion(client: SmithyClient, command: SmithyCommand): (() => unknown) | undefined {
  const region = 'clientCommand' in command && isRecord(client.config) ? client.config['region'] : undefined;
  return typeof region === 'function' ? (): unknown => region() as unknown : undefined;
}

/**
 * What upstream does to two results is undone: it binds what follows a receive to the receive's span, though what the
 * application does then is its own; and it fails the call where a model's answer is not the JSON that it reads.
 */
function settled(result: unknown, call: AwsCall): unknown {
  if (!(result instanceof Promise)) return result;
  if (call.operation === 'ReceiveMessage') {
    return new Promise((resolve, reject) => {
      void result.then(resolve, reject);
    });
  }
  if (call.service !== 'BedrockRuntime') return result;
  return result.catch((error: unknown) => {
    if (!isRecord(call.result)) throw error;
    diag.debug('The answer of a Bedrock model could not be described.', error);
    return call.result['output'];
  });
}
