import { type Context, context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api';
import { type RPCMetadata, RPCType, setRPCMetadata, suppressTracing } from '@opentelemetry/core';
import { ATTR_ERROR_TYPE, ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_HTTP_ROUTE } from '@opentelemetry/semantic-conventions';
import type { StartSpan } from './client-tracing.ts';
import { decisionAttributes, recordedAttributes, type ServerRequest } from './server-attributes.ts';
import { createSmallContext } from './small-context.ts';
import { recordFailure, recordStatus } from './span-outcome.ts';

/** What servers are traced with. */
export interface ServerTracing {
  readonly startSpan: StartSpan;
  /** Requests for which it is true are not traced, nor what is done to serve them. */
  isIgnored(request: ServerRequest): boolean;
}

/** A request that a server has begun to serve. */
export interface Serving {
  /** The context in which the application serves it. */
  readonly context: Context;
  /** Valid, whether sampled or not; undefined for an ignored request. */
  readonly span: Span | undefined;
  /** Only for a request that is recorded. */
  readonly record: ServerRecord | undefined;
}

/** The span of a request that is recorded, until its answer is sent. */
export interface ServerRecord {
  /** What went wrong in serving it. */
  fail(error: unknown): void;
  /**
   * Ends the span; only the first call counts.
   *
   * @param status of the answer, undefined where none was sent
   * @param isAborted true when the connection closed before the answer was complete
   */
  end(status: number | undefined, isAborted: boolean): void;
}

/** A request has nothing to do with the context in which its server happens to run. */
const NO_CONTEXT = createSmallContext();

/**
 * Continues the caller's trace and starts the span of a request. The sampling decision falls before anything is made
 * of the request that only a recorded one needs.
 */
export function startServing(request: ServerRequest, tracing: ServerTracing): Serving {
  if (tracing.isIgnored(request)) {
    return { context: suppressTracing(context.active()), span: undefined, record: undefined };
  }
  const incoming = propagation.extract(NO_CONTEXT, request.headers);
  const options = { kind: SpanKind.SERVER, attributes: decisionAttributes(request) };
  const span = tracing.startSpan(request.method, options, incoming);
  const withSpan = trace.setSpan(incoming, span);
  if (!span.isRecording()) return { context: withSpan, span, record: undefined };
  span.setAttributes(recordedAttributes(request));
  const metadata: RPCMetadata = { type: RPCType.HTTP, span };
  return {
    context: setRPCMetadata(withSpan, metadata),
    span,
    record: new RecordedServing(span, request.method, metadata),
  };
}

class RecordedServing implements ServerRecord {
  readonly #span: Span;
  readonly #method: string;
  /** Frameworks put the matched route here. */
  readonly #metadata: RPCMetadata;
  #hasFailed = false;
  #hasEnded = false;

  constructor(span: Span, method: string, metadata: RPCMetadata) {
    this.#span = span;
    this.#method = method;
    this.#metadata = metadata;
  }

  fail(error: unknown): void {
    if (this.#hasEnded) return;
    this.#hasFailed = true;
    recordFailure(this.#span, error);
  }

  end(status: number | undefined, isAborted: boolean): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { route } = this.#metadata as RPCMetadata & { readonly route?: string };
    if (route !== undefined) {
      this.#span.setAttribute(ATTR_HTTP_ROUTE, route);
      if (route !== '') this.#span.updateName(`${this.#method} ${route}`);
    }
    if (isAborted && !this.#hasFailed) this.#span.setAttribute(ATTR_ERROR_TYPE, 'aborted');
    if (status !== undefined) {
      if (this.#hasFailed) this.#span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
      else recordStatus(this.#span, 'server', status);
    }
    this.#span.end();
  }
}
