import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Context, TextMapPropagator } from '@opentelemetry/api';
import type { PropagationConfig } from '../../src/config/config.ts';

export const XRAY_TRACE = '5759e988bd862e3fe1be46a994272793';
export const XRAY_PARENT = '53995c3f42cd8ad8';
export const ROOT = 'Root=1-5759e988-bd862e3fe1be46a994272793';
export const PARENT = `Parent=${XRAY_PARENT}`;
export const W3C_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
export const W3C_PARENT = '00f067aa0ba902b7';
export const TRACEPARENT = `00-${W3C_TRACE}-${W3C_PARENT}-01`;

export const DEFAULTS: PropagationConfig = { responseHeader: 'always', trustIncoming: 'all' };

export type Headers = Record<string, string | string[] | undefined>;

export function extract(propagator: TextMapPropagator, headers: Headers, context: Context = ROOT_CONTEXT): Context {
  return propagator.extract(context, headers, defaultTextMapGetter);
}

export function inject(
  propagator: TextMapPropagator,
  context: Context,
  headers: Record<string, unknown> = {},
): Record<string, unknown> {
  propagator.inject(context, headers, defaultTextMapSetter);
  return headers;
}

/** The context of a span of our own that continues `context` in the given trace. */
export function withLocalSpan(context: Context, traceId: string, traceFlags = 1): Context {
  return trace.setSpanContext(context, { traceId, spanId: 'aaaaaaaaaaaaaaaa', traceFlags });
}
