import { createActivity } from '../../src/local/receiver/activity.ts';
import { startReceiver as startOtlpReceiver } from '../../src/local/receiver/start-receiver.ts';
import type { SpanRecord } from '../../src/translator/index.ts';

/** An embedded collector for one test, on free ports. */
export interface Receiver extends AsyncDisposable {
  /** Points an application's exporter here; every span is recorded and sent at once. */
  readonly env: Readonly<Record<string, string>>;
  readonly xray: { readonly grpcEndpoint: string; readonly httpEndpoint: string };
  /** Everything received so far, trace after trace; of a span that was sent again the last. */
  spans(): SpanRecord[];
  /** The same by trace, oldest first. */
  traces(): readonly (readonly SpanRecord[])[];
  /** Resolves when no producer is connected and every request is answered. */
  whenIdle(): Promise<void>;
}

/** Starts a receiver; `await using` ends it. */
export async function startReceiver(): Promise<Receiver> {
  const traces = new Map<string, Map<string, SpanRecord>>();
  const onSpans = (spans: readonly SpanRecord[]): void => {
    for (const span of spans) {
      const trace = traces.get(span.traceId) ?? new Map<string, SpanRecord>();
      traces.set(span.traceId, trace.set(span.spanId, span));
    }
  };
  const host = '127.0.0.1';
  const activity = createActivity();
  const receiver = await startOtlpReceiver({ host, grpcPort: 0, httpPort: 0, onSpans, activity });
  const grpcEndpoint = `http://${host}:${receiver.grpcPort}`;
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: grpcEndpoint,
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
    xray: { grpcEndpoint, httpEndpoint: `http://${host}:${receiver.httpPort}` },
    spans: () => [...traces.values()].flatMap((trace) => [...trace.values()]),
    traces: () => [...traces.values()].map((trace) => [...trace.values()]),
    whenIdle: () => activity.whenIdle(),
    [Symbol.asyncDispose]: () => receiver.close(),
  };
}
