import type { TextMapPropagator } from '@opentelemetry/api';
import { W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import { createXRayPropagator } from './xray-propagator.ts';
import type { XRayPropagatorOptions } from './xray-propagator.ts';

/** The names that `OTEL_PROPAGATORS` may list here. */
export const PROPAGATOR_NAMES = ['xray', 'xray-lambda', 'tracecontext', 'baggage', 'b3', 'b3multi', 'none'] as const;

/**
 * The propagator of a name from `OTEL_PROPAGATORS`; undefined for an unknown one. `xray-lambda` is `xray` that also
 * reads the invocation's header, where `options` gives it. `none` is the caller's affair.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function createNamedPropagator(name: string, options: XRayPropagatorOptions): TextMapPropagator | undefined {
  switch (name) {
    case 'xray':
      return createXRayPropagator();
    case 'xray-lambda':
      return createXRayPropagator(options);
    case 'tracecontext':
      return new W3CTraceContextPropagator();
    case 'baggage':
      return new W3CBaggagePropagator();
    case 'b3':
      return new B3Propagator();
    case 'b3multi':
      return new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER });
    default:
      return undefined;
  }
}
