import { context, diag, trace } from '@opentelemetry/api';
import { ATTR_CLOUD_REGION } from './attribute-names.ts';
import type { AwsCall } from './aws-call.ts';
import { isRecord } from './is-record.ts';
import type { ExecutionContext } from './smithy-shapes.ts';
import { viewForUpstream } from './upstream-view.ts';

/** A call that is to be recorded, at the SDK's first step. */
export interface CallToDescribe {
  readonly call: AwsCall;
  readonly executionContext: ExecutionContext;
  /** The caller's own parameters. */
  readonly input: unknown;
  /** Goes on with the call. */
  readonly send: () => Promise<unknown>;
}

/** Runs a call within its span. */
export type DescribeCall = (toDescribe: CallToDescribe) => Promise<unknown>;

/** Upstream's handler of a call, made of the next handler and what the SDK tells of the call. */
export type UpstreamHandler = (
  send: () => Promise<unknown>,
  executionContext: ExecutionContext,
) => (command: { readonly input: unknown }) => Promise<unknown>;

/** Runs calls within the spans of upstream's instrumentation, which sees none of the caller's objects that it changes. */
export function createDescribeCall(upstream: UpstreamHandler): DescribeCall {
  return async ({ call, executionContext, input, send }) => {
    let hasBegun = false;
    const begin = async (): Promise<unknown> => {
      hasBegun = true;
      if (call.region !== undefined) void recordRegion(call.region);
      call.result = await send();
      return call.result;
    };
    const names = {
      clientName: call.service || (executionContext.clientName ?? ''),
      commandName: executionContext.commandName ?? call.operation,
    };
    const run = (shown: unknown): Promise<unknown> => upstream(begin, names)({ input: shown });
    try {
      return await run(viewForUpstream(call.service, call.operation, input) ?? input);
    } catch (error) {
      // Upstream fails the call where a model's answer is not the JSON that it reads.
      if (call.service === 'BedrockRuntime' && isRecord(call.result)) return call.result;
      // It reads the input before the SDK does, and throws on forms that it does not expect.
      if (hasBegun || call.hasSpan) throw error;
      diag.debug(`The input of ${call.service} ${call.operation} could not be described.`, error);
      return run(withoutContent(input));
    }
  };
}

/** Upstream reads the model's id from the input once more when the answer is there. */
function withoutContent(input: unknown): unknown {
  const modelId = isRecord(input) ? input['modelId'] : undefined;
  return { modelId: typeof modelId === 'string' ? modelId : '' };
}

async function recordRegion(region: () => unknown): Promise<void> {
  const span = trace.getSpan(context.active());
  try {
    const name = await region();
    if (typeof name === 'string') span?.setAttribute(ATTR_CLOUD_REGION, name);
  } catch (error) {
    diag.debug('The region of an AWS client could not be told.', error);
  }
}
