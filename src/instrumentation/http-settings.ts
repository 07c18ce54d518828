import type { Context, Span } from '@opentelemetry/api';
import type { HttpInstrumentationConfig } from '@opentelemetry/instrumentation-http';
import type { UndiciInstrumentationConfig } from '@opentelemetry/instrumentation-undici';
import type { ClientRequest, IncomingMessage, RequestOptions, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import { isAwsMetadataHost } from './aws-sdk/metadata-hosts.ts';
import type { HttpInstrumentationDeps } from './http/index.ts';
import type { UndiciInstrumentationDeps, UndiciRequest } from './undici/index.ts';

/** What the distribution wants to know of HTTP requests; the propagation room stands behind it. */
export interface HttpHooks {
  /** A server is about to handle a request, sampled or not, in this context, by default the active one. */
  readonly onServerResponse: (
    span: Span,
    response: ServerResponse | ServerHttp2Stream | IncomingMessage | ClientRequest,
    requestContext?: Context,
  ) => void;
  /** For our own hooks: a request is about to get its trace headers. */
  readonly onTraceHeaders: HttpInstrumentationDeps['onTraceHeaders'];
  /** For upstream: a request is about to get its trace headers. `options` is a copy that may be changed. */
  readonly onClientRequest: (options: RequestOptions) => void;
  /** A request of fetch or undici is about to get its trace headers. */
  readonly onUndiciRequest: (span: Span, request: UndiciRequest) => void;
  /** Whether the durations of requests are to be recorded as metrics. */
  readonly hasMetrics: boolean;
}

/** Settings for our own hooks: no spans for AWS's metadata services. */
export function ownSettings(hooks: HttpHooks, version: string): HttpInstrumentationDeps & UndiciInstrumentationDeps {
  const { onServerResponse, onTraceHeaders, onUndiciRequest, hasMetrics } = hooks;
  return {
    version,
    hasMetrics,
    onServerResponse,
    onTraceHeaders,
    onUndiciRequest,
    isIgnoredCall: ({ hostname }) => isAwsMetadataHost(hostname),
  };
}

/** Settings for upstream's HTTP instrumentation: no spans for AWS's metadata services, our hooks. */
export function httpSettings(hooks: HttpHooks): HttpInstrumentationConfig {
  return {
    ignoreOutgoingRequestHook: (options) => isAwsMetadataHost(options.hostname ?? options.host ?? ''),
    startOutgoingSpanHook: (options) => {
      hooks.onClientRequest(options);
      return {};
    },
    responseHook: hooks.onServerResponse,
  };
}

/** Settings for upstream's instrumentation of fetch and undici, likewise. */
export function undiciSettings(hooks: HttpHooks): UndiciInstrumentationConfig {
  return {
    ignoreRequestHook: ({ origin }) => URL.canParse(origin) && isAwsMetadataHost(new URL(origin).hostname),
    requestHook: hooks.onUndiciRequest,
  };
}
