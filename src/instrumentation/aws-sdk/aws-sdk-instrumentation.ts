import { diag } from '@opentelemetry/api';
import {
  type Instrumentation,
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { type AwsTraceHeaders, createAwsTraceHeaders } from './aws-trace-headers.ts';
import { createBedrockAnswers } from './bedrock/index.ts';
import { createCallMiddleware } from './call-middleware.ts';
import { createCallOutcome } from './call-outcome.ts';
import { isRecord } from './is-record.ts';
import type { Send } from './smithy-shapes.ts';
import { type CallTracing, createTracedSend } from './traced-send.ts';

/** What the AWS SDK instrumentations are given by the distribution. */
export interface AwsSdkInstrumentationDeps {
  /** The configured propagation; by default the propagator registered with `@opentelemetry/api`. */
  readonly headers?: AwsTraceHeaders;
  /** otel-xray's version, for the instrumentation scope. */
  readonly version?: string;
}

/**
 * The instrumentation of AWS SDK v3 (from 3.1): one call is one span, with the trace headers written after signing and
 * the trace in messages, without a change to any of the caller's objects.
 */
export function createAwsSdkInstrumentation(deps: AwsSdkInstrumentationDeps = {}): Instrumentation {
  return new AwsSdkInstrumentation(deps.headers ?? createAwsTraceHeaders(), deps.version ?? '');
}

class AwsSdkInstrumentation extends InstrumentationBase {
  readonly #tracing: CallTracing;
  readonly #ownSends = new WeakMap<SendHolder, Send>();

  constructor(headers: AwsTraceHeaders, version: string) {
    // Enabling may patch at once what is loaded already, so it waits until the fields below are there.
    super('otel-xray/aws-sdk', version, { enabled: false });
    this.#tracing = {
      join: createCallMiddleware(() => this.tracer, headers),
      ...createCallOutcome(createBedrockAnswers(() => this.meter)),
    };
    this.setConfig({ enabled: true });
    this.enable();
  }

  /** Every client of SDK v3 extends one class, which has lived in three packages. */
  protected override init(): InstrumentationNodeModuleDefinition[] {
    const patch = (moduleExports: unknown): unknown => this.#patch(moduleExports);
    const unpatch = (moduleExports: unknown): void => this.#unpatch(moduleExports);
    const current = new InstrumentationNodeModuleFile(
      '@smithy/core/dist-cjs/submodules/client/index.js',
      ['>=3.24.0'],
      patch,
      unpatch,
    );
    return [
      new InstrumentationNodeModuleDefinition('@smithy/core', ['>=3.24.0'], undefined, undefined, [current]),
      new InstrumentationNodeModuleDefinition('@smithy/smithy-client', ['>=1.0.3'], patch, unpatch),
      new InstrumentationNodeModuleDefinition('@aws-sdk/smithy-client', ['^3.1.0'], patch, unpatch),
    ];
  }

  #patch(moduleExports: unknown): unknown {
    try {
      const holder = sendHolderOf(moduleExports);
      // A module that passes on another's Client is met too, and one patch is enough.
      if (holder === undefined || this.#ownSends.has(holder)) return moduleExports;
      this.#ownSends.set(holder, holder.send);
      holder.send = createTracedSend(holder.send, this.#tracing);
    } catch (error) {
      diag.debug('The AWS SDK could not be instrumented.', error);
    }
    return moduleExports;
  }

  #unpatch(moduleExports: unknown): void {
    const holder = sendHolderOf(moduleExports);
    const send = holder === undefined ? undefined : this.#ownSends.get(holder);
    if (holder === undefined || send === undefined) return;
    this.#ownSends.delete(holder);
    holder.send = send;
  }
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
