import type { SpanRecord } from '../../src/translator/index.ts';

/**
 * Draws a trace as lines of text, children indented below their parent in the order in which they started:
 * `shop server GET /orders/:id 404`. After the name come the HTTP status, `error` when the span says so, and the
 * types of recorded exceptions.
 */
export function drawTrace(spans: readonly SpanRecord[]): string[] {
  const ids = new Set(spans.map((span) => span.spanId));
  const tops = spans.filter((span) => span.parentSpanId === undefined || !ids.has(span.parentSpanId));
  return inOrder(tops).flatMap((span) => draw(span, spans, ''));
}

function draw(span: SpanRecord, spans: readonly SpanRecord[], indent: string): string[] {
  const children = spans.filter((other) => other.parentSpanId === span.spanId);
  return [indent + describe(span), ...inOrder(children).flatMap((child) => draw(child, spans, `${indent}  `))];
}

function inOrder(spans: readonly SpanRecord[]): readonly SpanRecord[] {
  return spans.toSorted((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano));
}

function describe({ resource, kind, name, attributes, status, events }: SpanRecord): string {
  const httpStatus = attributes['http.response.status_code'] ?? attributes['http.status_code'];
  const exceptions = events.map((event) => event.attributes['exception.type']);
  const outcome = [httpStatus, status.code === 'error' ? 'error' : undefined, ...exceptions];
  const words = [resource.attributes['service.name'], kind, name, ...outcome];
  return words
    .filter((word) => word !== undefined)
    .map(String)
    .join(' ');
}
