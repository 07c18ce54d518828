import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** A server span with everything that OTLP can say of a span, and a client span below it; the client span ended first. */
export async function recordSampleSpans(): Promise<ReadableSpan[]> {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('test-scope', '1.2.3');
  const server = tracer.startSpan(
    'GET /orders/:id',
    {
      kind: SpanKind.SERVER,
      startTime: [1_700_000_000, 123_456_789],
      attributes: {
        text: 'grüße ✓',
        yes: true,
        no: false,
        count: 42,
        negative: -7,
        beyond: 2 ** 60,
        ratio: 0.25,
        list: ['a', 'b'],
        numbers: [1, 2.5],
        __proto__: 'harmless',
      },
      links: [
        {
          context: { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 },
          attributes: { reason: 'batch' },
        },
      ],
    },
    ROOT_CONTEXT,
  );
  const client = tracer.startSpan('DynamoDB.GetItem', { kind: SpanKind.CLIENT }, trace.setSpan(ROOT_CONTEXT, server));
  client.end();
  server.addEvent('exception', { 'exception.type': 'TypeError', 'exception.message': 'no' }, [1_700_000_000, 5]);
  server.setStatus({ code: SpanStatusCode.ERROR, message: 'it broke' });
  server.end([1_700_000_001, 0]);
  await provider.forceFlush();
  const spans = exporter.getFinishedSpans();
  await provider.shutdown();
  return spans;
}
