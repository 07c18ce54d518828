import type { Span } from '@opentelemetry/api';
import type { HttpInstrumentationConfig } from '@opentelemetry/instrumentation-http';
import type { UndiciInstrumentationConfig, UndiciRequest } from '@opentelemetry/instrumentation-undici';
import type { RequestOptions } from 'node:http';
import { isAwsMetadataHost } from './aws-sdk/index.ts';

/** What the distribution wants to know of HTTP requests; the propagation room stands behind it. */
export interface HttpHooks {
  /** A server is about to handle a request; called with the request's context active, sampled or not. */
  readonly onServerResponse: NonNullable<HttpInstrumentationConfig['responseHook']>;
  /** An outgoing request is about to get its trace headers. `options` is a copy that may be changed. */
  readonly onClientRequest: (options: RequestOptions) => void;
  /** The same for fetch and undici. */
  readonly onUndiciRequest: (span: Span, request: UndiciRequest) => void;
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
