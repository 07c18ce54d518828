import type { SpanRecord } from '../../src/local/span-record.ts';
import { type LocalXRay, startLocal } from '../../src/local/start-local.ts';

/** An embedded collector for one test, on free ports. */
export interface Receiver extends AsyncDisposable {
  /** Points an application's exporter here; every span is recorded and sent at once. */
  readonly env: Readonly<Record<string, string>>;
  readonly xray: LocalXRay;
  /** Everything received so far, of all traces. */
  spans(): SpanRecord[];
}

/** Starts a receiver; `await using` ends it. */
export async function startReceiver(): Promise<Receiver> {
  const xray = await startLocal({ grpcPort: 0, httpPort: 0 });
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: xray.grpcEndpoint,
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
    xray,
    spans: () => xray.store.traces().flatMap((trace) => [...trace.spans]),
    [Symbol.asyncDispose]: () => xray.close(),
  };
}
