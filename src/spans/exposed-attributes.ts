import type { Span } from '@opentelemetry/api';

/**
 * Gives the attributes of a span where the SDK lets one read them, as OpenTelemetry's own does; otherwise an empty
 * record. The API itself can only write.
 */
export function exposedAttributes(span: Span): Readonly<Record<string, unknown>> {
  const attributes: unknown = 'attributes' in span ? span.attributes : undefined;
  return isRecord(attributes) ? attributes : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
