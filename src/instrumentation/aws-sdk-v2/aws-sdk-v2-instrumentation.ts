import { diag } from '@opentelemetry/api';
import {
  type Instrumentation,
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { type AwsTraceHeaders, createAwsTraceHeaders } from '../aws-sdk/aws-trace-headers.ts';
import { createRequestTracing } from './request-tracing.ts';
import { type SdkPatches, createSdkPatches } from './sdk-patches.ts';
import { type V2Sdk, isV2Sdk } from './sdk-shapes.ts';

/** What the instrumentation of AWS SDK v2 is given by the distribution. */
export interface AwsSdkV2InstrumentationDeps {
  /** The configured propagation; by default the propagator registered with `@opentelemetry/api`. */
  readonly headers?: AwsTraceHeaders;
  /** otel-xray's version, for the instrumentation scope. */
  readonly version?: string;
}

/**
 * The instrumentation of the package `aws-sdk` (v2, from 2.308): one span per request, with the attributes that
 * upstream's instrumentation gives calls of SDK v3, and the trace headers written after signing.
 */
export function createAwsSdkV2Instrumentation(deps: AwsSdkV2InstrumentationDeps = {}): Instrumentation {
  return new AwsSdkV2Instrumentation(deps.headers ?? createAwsTraceHeaders(), deps.version ?? '');
}

class AwsSdkV2Instrumentation extends InstrumentationBase {
  readonly #patches: SdkPatches;

  constructor(headers: AwsTraceHeaders, version: string) {
    // Enabling may patch at once what is loaded already, so it waits until the field below is there.
    super('otel-xray/aws-sdk-v2', version, { enabled: false });
    this.#patches = createSdkPatches(createRequestTracing(() => this.tracer, headers));
    this.setConfig({ enabled: true });
    this.enable();
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const versions = ['>=2.308.0 <3'];
    // Every way into the package loads this file: the whole SDK, single clients, and `global`.
    const loader = new InstrumentationNodeModuleFile(
      'aws-sdk/lib/node_loader.js',
      versions,
      (sdk: unknown) => this.#patch(sdk),
      (sdk: unknown) => this.#unpatch(sdk),
    );
    return [new InstrumentationNodeModuleDefinition('aws-sdk', versions, undefined, undefined, [loader])];
  }

  #patch(sdk: unknown): unknown {
    if (!isV2Sdk(sdk)) return sdk;
    try {
      this.#wrapMethods(sdk);
    } catch (error) {
      diag.debug('"aws-sdk" could not be instrumented.', error);
    }
    return sdk;
  }

  #wrapMethods({ Request, Config, NodeHttpClient }: V2Sdk): void {
    const patches = this.#patches;
    this._wrap(Request.prototype, 'runTo', patches.runTo);
    this._wrap(Request.prototype, 'abort', patches.abort);
    this._wrap(Request.prototype, 'createReadStream', patches.createReadStream);
    this._wrap(Config.prototype, 'getCredentials', patches.lookUp);
    if (Config.prototype.getToken !== undefined) {
      this._wrap(Config.prototype as Required<typeof Config.prototype>, 'getToken', patches.lookUp);
    }
    this._wrap(NodeHttpClient.prototype, 'handleRequest', patches.handleRequest);
  }

  #unpatch(sdk: unknown): void {
    if (!isV2Sdk(sdk)) return;
    const { Request, Config, NodeHttpClient } = sdk;
    this._massUnwrap([Request.prototype], ['runTo', 'abort', 'createReadStream']);
    this._unwrap(Config.prototype, 'getCredentials');
    if (Config.prototype.getToken !== undefined) this._unwrap(Config.prototype, 'getToken');
    this._unwrap(NodeHttpClient.prototype, 'handleRequest');
  }
}
