import type { TextMapPropagator } from '@opentelemetry/api';
import { W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import type { PropagatorName } from '../config/config.ts';
import { createXRayPropagator } from './xray-propagator.ts';
import type { XRayPropagatorOptions } from './xray-propagator.ts';

/**
 * The propagator of a name from `OTEL_PROPAGATORS`. `xray-lambda` is `xray` that also reads the invocation's header,
 * where `options` gives it.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function createNamedPropagator(name: PropagatorName, options: XRayPropagatorOptions): TextMapPropagator {
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
  }
}
