import { context, diag, type MeterProvider, propagation, type Span } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import {
  type Instrumentation,
  InstrumentationBase,
  type InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { type ClientRecord, createClientRecord } from '../http/client-record.ts';
import { startSending } from '../http/client-tracing.ts';
import { createDurations, type Durations } from '../http/durations.ts';
import type { OutgoingTarget } from '../http/outgoing-target.ts';
import {
  addHeader,
  contentLengthOf,
  createUndiciTarget,
  type UndiciRequest,
  type UndiciResponse,
  userAgentOf,
} from './undici-request.ts';

/** What the instrumentation of fetch and undici is given by the distribution. */
export interface UndiciInstrumentationDeps {
  /** Of the distribution. */
  readonly version: string;
  /** A request is about to get its trace headers, of the span in this order. */
  readonly onUndiciRequest: (span: Span, request: UndiciRequest) => void;
  /** Whether durations of requests, sampled or not, are recorded as metrics too. */
  readonly hasMetrics?: boolean;
  /** Requests for which it is true are sent as they are. */
  readonly isIgnoredCall?: (target: OutgoingTarget) => boolean;
}

/** fetch and undici, of Node itself and as packages. A request that is not sampled gets its headers, nothing more. */
export function createUndiciInstrumentation(deps: UndiciInstrumentationDeps): Instrumentation {
  return new UndiciSpans(deps);
}

interface Messages {
  readonly 'undici:request:create': { readonly request: UndiciRequest };
  readonly 'undici:client:sendHeaders': { readonly request: UndiciRequest; readonly socket?: Socket };
  readonly 'undici:request:headers': { readonly request: UndiciRequest; readonly response: UndiciResponse };
  readonly 'undici:request:trailers': { readonly request: UndiciRequest };
  readonly 'undici:request:error': { readonly request: UndiciRequest; readonly error: unknown };
}

class UndiciSpans extends InstrumentationBase {
  readonly #deps: UndiciInstrumentationDeps;
  readonly #records = new WeakMap<UndiciRequest, ClientRecord>();
  #unsubscribe: (() => void)[] = [];
  #durations: Durations | undefined;

  constructor(deps: UndiciInstrumentationDeps) {
    // Enabling subscribes, so it waits until the fields above are there.
    super('otel-xray/undici', deps.version, { enabled: false });
    this.#deps = deps;
    this.setConfig({ enabled: true });
    this.enable();
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return [];
  }

  override enable(): void {
    super.enable();
    if (this.#unsubscribe.length > 0) return;
    this.#subscribe('undici:request:create', ({ request }) => this.#onCreate(request));
    this.#subscribe('undici:client:sendHeaders', ({ request, socket }) => {
      const { alpnProtocol } = (socket ?? {}) as { readonly alpnProtocol?: unknown };
      this.#records.get(request)?.connected(alpnProtocol === 'h2' ? '2' : '1.1', socket);
    });
    this.#subscribe('undici:request:headers', ({ request, response }) => {
      const record = this.#records.get(request);
      record?.answer(response.statusCode);
      if (request.method !== 'HEAD' && response.statusCode !== 304) record?.received(contentLengthOf(response));
    });
    this.#subscribe('undici:request:trailers', ({ request }) => this.#records.get(request)?.end());
    this.#subscribe('undici:request:error', ({ request, error }) => {
      const record = this.#records.get(request);
      if (isAbort(error)) record?.abort();
      else record?.fail(error);
    });
  }

  override setMeterProvider(provider: MeterProvider): void {
    super.setMeterProvider(provider);
    if (this.#deps.hasMetrics === true) this.#durations = createDurations(this.meter, 'client');
  }

  override disable(): void {
    super.disable();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
  }

  /** What a subscriber throws, Node raises as an uncaught exception of the application. */
  #subscribe<Name extends keyof Messages>(name: Name, onMessage: (message: Messages[Name]) => void): void {
    const listener = (message: unknown): void => {
      try {
        onMessage(message as Messages[Name]);
      } catch (error) {
        diag.debug(`A request of fetch or undici could not be traced at "${name}".`, error);
      }
    };
    subscribe(name, listener);
    this.#unsubscribe.push(() => void unsubscribe(name, listener));
  }

  #onCreate(request: UndiciRequest): void {
    const parentContext = context.active();
    // CONNECT opens a tunnel to a proxy; the request that goes through it is traced.
    if (isTracingSuppressed(parentContext) || request.method === 'CONNECT') return;
    const target = createUndiciTarget(request);
    if (this.#deps.isIgnoredCall?.(target) === true) return;
    const { span, context: requestContext } = startSending(target, parentContext, (name, options, parent) =>
      this.tracer.startSpan(name, options, parent),
    );
    const record = createClientRecord(span, target, this.#durations);
    if (record) {
      record.userAgent(userAgentOf(request));
      this.#records.set(request, record);
    }
    const headers: Record<string, string> = {};
    this.#deps.onUndiciRequest(span, request);
    propagation.inject(requestContext, headers);
    for (const [name, value] of Object.entries(headers)) addHeader(request, name, value);
  }
}

/** The application gave up by itself; a time-out has another name. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
