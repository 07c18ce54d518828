/** The scope of the spans that the span helpers start: the application names them. */
export const HELPER_SCOPE = 'otel-xray';

const INSTRUMENTATION_PREFIXES = ['@opentelemetry/instrumentation-', 'otel-xray/'];

/**
 * True for the scope of an instrumentation, whose attributes are not the application's own; everything else, such as
 * a tracer that the application named, is the application's.
 */
export function isInstrumentationScope(scopeName: string): boolean {
  return INSTRUMENTATION_PREFIXES.some((prefix) => scopeName.startsWith(prefix));
}
