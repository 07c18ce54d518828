import { TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({
  sampler: new AlwaysOnSampler(),
  resource: resourceFromAttributes({ 'service.name': 'shop' }),
  spanProcessors: [new SimpleSpanProcessor({ exporter })],
});

const tracer = provider.getTracer('test');
for (let i = 0; i < 100; i += 1) tracer.startSpan(`span-${i}`).end();
const finished = exporter.getFinishedSpans();

/** The first `count` (at most 100) finished, sampled spans of a real SDK: `span-0`, `span-1`, … */
export function endedSpans(count: number): ReadableSpan[] {
  return finished.slice(0, count);
}

/** One finished, sampled span. */
export function endedSpan(): ReadableSpan {
  const [span] = finished;
  if (span === undefined) throw new Error('the SDK gave no span');
  return span;
}

/** The same span, not sampled. */
export function unsampled(span: ReadableSpan): ReadableSpan {
  return Object.assign(Object.create(span) as ReadableSpan, {
    spanContext: () => ({ ...span.spanContext(), traceFlags: TraceFlags.NONE }),
  });
}
