import { type TracerProvider, diag } from '@opentelemetry/api';
import type { Instrumentation, InstrumentationModuleDefinition } from '@opentelemetry/instrumentation';
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { type AwsTraceHeaders, createAwsTraceHeaders } from './aws-trace-headers.ts';
import { createCallHooks } from './call-hooks.ts';
import { createCallMiddleware } from './call-middleware.ts';
import { createCallTracerProvider } from './call-tracer.ts';
import { type UpstreamHandler, createDescribeCall } from './described-call.ts';
import { isRecord } from './is-record.ts';
import type { Send, SmithyCommand } from './smithy-shapes.ts';
import { createTracedSend } from './traced-send.ts';

/** What the AWS SDK instrumentations are given by the distribution. */
export interface AwsSdkInstrumentationDeps {
  /** The configured propagation; by default the propagator registered with `@opentelemetry/api`. */
  readonly headers?: AwsTraceHeaders;
}

/**
 * The instrumentation of AWS SDK v3: upstream's, of which one call is one span, with the trace headers
 * written after signing and the trace in messages, without a change to any of the caller's objects.
 */
export function createAwsSdkInstrumentation(deps: AwsSdkInstrumentationDeps = {}): Instrumentation {
  return new AwsSdkInstrumentation(deps.headers ?? createAwsTraceHeaders());
}

class AwsSdkInstrumentation extends AwsInstrumentation {
  readonly #addMiddleware: (command: SmithyCommand) => void;
  readonly #ownSends = new WeakMap<SendHolder, Send>();

  constructor(headers: AwsTraceHeaders) {
    // Enabling may patch at once what is loaded already, so it waits until the fields below are there.
    super({ ...createCallHooks(), suppressInternalInstrumentation: true, enabled: false });
    this.#addMiddleware = createCallMiddleware(headers, createDescribeCall(upstreamHandlerOf(this)));
    this.setConfig({ ...this.getConfig(), enabled: true });
    this.enable();
  }

  override setTracerProvider(provider: TracerProvider): void {
    super.setTracerProvider(createCallTracerProvider(provider));
  }

  protected override init(): InstrumentationModuleDefinition[] {
    // Upstream patches each of the stacks that the SDK makes for a call; ours is one more step of the stack.
    const definitions = super.init().filter(({ name }) => !name.endsWith('/middleware-stack'));
    for (const target of definitions.flatMap((definition) => [definition, ...definition.files])) makeTotal(target);
    return definitions;
  }

  protected override patchV3SmithyClient(moduleExports: unknown): unknown {
    const holder = sendHolderOf(moduleExports);
    // A module that passes on another's Client is met too, and one patch is enough.
    if (holder === undefined || this.#ownSends.has(holder)) return moduleExports;
    this.#ownSends.set(holder, holder.send);
    holder.send = createTracedSend(holder.send, this.#addMiddleware);
    return moduleExports;
  }

  protected override unpatchV3SmithyClient(moduleExports: unknown): unknown {
    const holder = sendHolderOf(moduleExports);
    const send = holder === undefined ? undefined : this.#ownSends.get(holder);
    if (holder === undefined || send === undefined) return moduleExports;
    this.#ownSends.delete(holder);
    holder.send = send;
    return moduleExports;
  }
}

/** The part of upstream's instrumentation that makes the span of a call; its types do not tell it. */
function upstreamHandlerOf(instrumentation: object): UpstreamHandler {
  const upstream = instrumentation as unknown as {
    _getV3MiddlewareStackResolvePatch(version: undefined, resolve: (next: unknown) => unknown): UpstreamHandler;
  };
  return upstream._getV3MiddlewareStackResolvePatch(undefined, (next) => next);
}

interface SendHolder {
  send: Send;
}

function sendHolderOf(moduleExports: unknown): SendHolder | undefined {
  const client = isRecord(moduleExports) ? moduleExports['Client'] : undefined;
  const prototype: unknown = typeof client === 'function' ? client.prototype : undefined;
  return isRecord(prototype) && typeof prototype['send'] === 'function'
    ? (prototype as unknown as SendHolder)
    : undefined;
}

type Patch = (moduleExports: unknown, moduleVersion?: string) => unknown;

/** A module whose form upstream does not expect is loaded as it is. */
function makeTotal(target: { name: string; patch?: Patch | undefined }): void {
  const { name, patch } = target;
  if (patch === undefined) return;
  target.patch = (moduleExports, moduleVersion) => {
    try {
      return patch.call(target, moduleExports, moduleVersion);
    } catch (error) {
      diag.debug(`"${name}" ${moduleVersion ?? ''} could not be instrumented.`, error);
      return moduleExports;
    }
  };
}
