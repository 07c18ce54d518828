import { type Attributes, type Context, context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api';
import { type RPCMetadata, RPCType, setRPCMetadata, suppressTracing } from '@opentelemetry/core';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import { READY_ATTRIBUTES } from '../../xray/ready-attributes.ts';
import type { StartSpan } from './client-tracing.ts';
import type { Durations } from './durations.ts';
import { knownMethod } from './request-method.ts';
import { decisionAttributes, recordedAttributes, type ServerRequest } from './server-attributes.ts';
import { createSmallContext } from './small-context.ts';
import { ERROR_STATUS, errorType, recordBodySize, recordFailure, recordStatus } from './span-outcome.ts';

/** What servers are traced with. */
export interface ServerTracing {
  readonly startSpan: StartSpan;
  /** Requests for which it is true are not traced, nor what is done to serve them. */
  isIgnored(request: ServerRequest): boolean;
  /** Absent where nobody asked for metrics. */
  readonly durations?: Durations | undefined;
}

/** A request that a server has begun to serve. */
export interface Serving {
  /** The context in which the application serves it. */
  readonly context: Context;
  /** Valid, whether sampled or not; undefined for an ignored request. */
  readonly span: Span | undefined;
  /** Only for a request that is recorded or measured. */
  readonly record: ServerRecord | undefined;
}

/** How a request ended. */
export interface ServedOutcome {
  /** Status of the answer; absent where none was sent. */
  readonly status?: number | undefined;
  /** True when the connection closed before the answer was complete. */
  readonly isAborted?: boolean;
  /** Bytes of the answer's body, where they are known. */
  readonly bodyBytes?: number | undefined;
}

/** What becomes of a request that is recorded, until its answer is sent. */
export interface ServerRecord {
  /** What went wrong in serving it. */
  fail(error: unknown): void;
  /** Ends the span; only the first call counts. */
  end(outcome: ServedOutcome): void;
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
  const options = { kind: SpanKind.SERVER, attributes: decisionAttributes(request), [READY_ATTRIBUTES]: true };
  const span = tracing.startSpan(request.method, options, incoming);
  const withSpan = trace.setSpan(incoming, span);
  const isRecording = span.isRecording();
  if (!isRecording && tracing.durations === undefined) return { context: withSpan, span, record: undefined };
  if (isRecording) span.setAttributes(recordedAttributes(request));
  const metadata: RPCMetadata = { type: RPCType.HTTP, span };
  return {
    context: setRPCMetadata(withSpan, metadata),
    span,
    record: new RecordedServing(request, metadata, tracing.durations),
  };
}

class RecordedServing implements ServerRecord {
  readonly #request: ServerRequest;
  /** Frameworks put the matched route here. */
  readonly #metadata: RPCMetadata & { readonly route?: string };
  readonly #measure: ((attributes: Attributes) => void) | undefined;
  #failure: string | undefined;
  #hasEnded = false;

  constructor(request: ServerRequest, metadata: RPCMetadata, durations: Durations | undefined) {
    this.#request = request;
    this.#metadata = metadata;
    this.#measure = durations?.start();
  }

  fail(error: unknown): void {
    if (this.#hasEnded) return;
    this.#failure = errorType(error);
    recordFailure(this.#metadata.span, error);
  }

  end({ status, isAborted = false, bodyBytes }: ServedOutcome): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { span, route } = this.#metadata;
    if (route !== undefined) {
      span.setAttribute(ATTR_HTTP_ROUTE, route);
      if (route !== '') span.updateName(`${this.#request.method} ${route}`);
    }
    if (isAborted && this.#failure === undefined) span.setAttribute(ATTR_ERROR_TYPE, 'aborted');
    if (status !== undefined) {
      if (this.#failure === undefined) recordStatus(span, 'server', status);
      else span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
    }
    recordBodySize(span, bodyBytes);
    span.end();
    this.#measure?.(this.#measured(status, isAborted));
  }

  /** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
  #measured(status: number | undefined, isAborted: boolean): Attributes {
    const { method, scheme, httpVersion } = this.#request;
    const statusError = status !== undefined && status >= ERROR_STATUS.server ? String(status) : undefined;
    const error = this.#failure ?? statusError ?? (isAborted ? 'aborted' : undefined);
    const { route } = this.#metadata;
    return {
      [ATTR_HTTP_REQUEST_METHOD]: knownMethod(method),
      [ATTR_URL_SCHEME]: scheme,
      [ATTR_NETWORK_PROTOCOL_VERSION]: httpVersion,
      ...(route !== undefined && route !== '' && { [ATTR_HTTP_ROUTE]: route }),
      ...(status !== undefined && { [ATTR_HTTP_RESPONSE_STATUS_CODE]: status }),
      ...(error !== undefined && { [ATTR_ERROR_TYPE]: error }),
    };
  }
}
