import { diag, type MeterProvider } from '@opentelemetry/api';
import {
  type Instrumentation,
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { createDurations, type Durations } from './durations.ts';
import {
  followHttpMessages,
  type Http2Module,
  type HttpModule,
  type HttpTracing,
  traceHttp,
  traceHttp2,
} from './http-modules.ts';
import { createPatches } from './patches.ts';

/** What the HTTP instrumentation is given by the distribution. */
export interface HttpInstrumentationDeps {
  /** Of the distribution. */
  readonly version: string;
  /** A server is about to handle a request; called with the request's context active, sampled or not. */
  readonly onServerResponse: HttpTracing['server']['onServerResponse'];
  readonly onTraceHeaders: HttpTracing['client']['onTraceHeaders'];
  /** Whether durations of requests, sampled or not, are recorded as metrics too. */
  readonly hasMetrics?: boolean;
  /** Requests to servers of this process that are not traced, nor what is done to serve them. */
  readonly isIgnoredRequest?: HttpTracing['server']['isIgnored'];
  /** Requests by this process that are sent as they are. */
  readonly isIgnoredCall?: HttpTracing['client']['isIgnored'];
}

/**
 * Servers and clients of `node:http`, `node:https` and `node:http2`, with spans in the stable semantic conventions. A request that
 * is not sampled costs the decision and its headers, nothing more.
 */
export function createHttpInstrumentation(deps: HttpInstrumentationDeps): Instrumentation {
  return new HttpSpans(deps);
}

/** Metrics come later than the first patch. */
interface MeasurableTracing extends HttpTracing {
  readonly server: HttpTracing['server'] & { durations?: Durations };
  readonly client: HttpTracing['client'] & { durations?: Durations };
}

class HttpSpans extends InstrumentationBase {
  readonly #tracing: MeasurableTracing;
  readonly #hasMetrics: boolean;
  readonly #patches = createPatches();

  constructor(deps: HttpInstrumentationDeps) {
    // Enabling may patch at once what is loaded already, so it waits until the fields above are there.
    super('otel-xray/http', deps.version, { enabled: false });
    const startSpan: HttpTracing['client']['startSpan'] = (name, options, context) =>
      this.tracer.startSpan(name, options, context);
    const { onServerResponse, onTraceHeaders, isIgnoredRequest = never, isIgnoredCall = never } = deps;
    this.#hasMetrics = deps.hasMetrics ?? false;
    this.#tracing = {
      server: { startSpan, onServerResponse, isIgnored: isIgnoredRequest },
      client: { startSpan, onTraceHeaders, isIgnored: isIgnoredCall },
    };
    this.setConfig({ enabled: true });
    this.enable();
  }

  override setMeterProvider(provider: MeterProvider): void {
    super.setMeterProvider(provider);
    if (!this.#hasMetrics) return;
    this.#tracing.server.durations = createDurations(this.meter, 'server');
    this.#tracing.client.durations = createDurations(this.meter, 'client');
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return MODULES.map(
      (name) =>
        new InstrumentationNodeModuleDefinition(
          name,
          ['*'],
          (exported: object) => this.#patch(exported, name),
          (exported?: object) => this.#unpatch(exported, name),
        ),
    );
  }

  #patch(exported: object, name: ModuleName): object {
    try {
      // The message classes of HTTP/1 serve all three, whichever is loaded first.
      const http = process.getBuiltinModule('node:http');
      this.#patches.once(http.IncomingMessage, () => followHttpMessages(http));
      const module = moduleOf(exported);
      this.#patches.once(module, () =>
        name === 'http2'
          ? traceHttp2(module as Http2Module, this.#tracing, this.#patches)
          : traceHttp(module as HttpModule, name, this.#tracing),
      );
      showFunctions(exported, name);
    } catch (error) {
      diag.warn(`"${name}" cannot be traced: ${String(error)}. Its requests go as they are.`);
    }
    return exported;
  }

  #unpatch(exported: object | undefined, name: ModuleName): void {
    this.#patches.undo();
    if (exported) showFunctions(exported, name);
  }
}

const MODULES = ['http', 'https', 'http2'] as const;
type ModuleName = (typeof MODULES)[number];

const FUNCTIONS: Readonly<Record<ModuleName, readonly string[]>> = {
  http: ['request', 'get'],
  https: ['request', 'get'],
  http2: ['createServer', 'createSecureServer', 'connect'],
};

/** What `import` shows is a namespace, with the module that `require` shows as its default. */
function moduleOf(exported: object): object {
  return isNamespace(exported) ? exported.default : exported;
}

function isNamespace(exported: object): exported is { default: object } {
  return Reflect.get(exported, Symbol.toStringTag) === 'Module';
}

/** Named imports are bindings of their own, which follow the module's functions only when they are told. */
function showFunctions(exported: object, name: ModuleName): void {
  if (!isNamespace(exported)) return;
  for (const key of FUNCTIONS[name]) Reflect.set(exported, key, Reflect.get(exported.default, key));
}

function never(): boolean {
  return false;
}
