import type { SpanRecord } from '../translator/index.ts';
import type { LoopbackHost } from './receiver/loopback-port.ts';
import { startReceiver } from './receiver/start-receiver.ts';
import { createTraceStore, type TraceStore, type TraceStoreOptions } from './store/trace-store.ts';
import { type DropListener, translateSpans } from './translate-spans.ts';

/** What a local X-Ray may be told; everything has a default. */
export interface StartLocalOptions {
  /** 4317 unless given; 0 for any free port. */
  readonly grpcPort?: number;
  /** 4318 unless given; 0 for any free port. */
  readonly httpPort?: number;
  /** `127.0.0.1` unless given. */
  readonly host?: LoopbackHost;
  readonly store?: TraceStoreOptions;
  /** Hears of each span that became no document. */
  readonly onDrop?: DropListener;
}

/** A port that was in use, and the free one that was taken instead. */
export interface ReplacedPort {
  readonly protocol: 'OTLP/gRPC' | 'OTLP/HTTP';
  readonly wanted: number;
  readonly got: number;
}

/** A local X-Ray that takes spans and keeps segment documents. */
export interface LocalXRay {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT` with the protocol `grpc`, such as `http://127.0.0.1:4317`. */
  readonly grpcEndpoint: string;
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT` with an HTTP protocol, such as `http://127.0.0.1:4318`. */
  readonly httpEndpoint: string;
  /** Empty when both ports were free. */
  readonly replacedPorts: readonly ReplacedPort[];
  readonly store: TraceStore;
  /** Resolves when no producer is connected and everything that was sent is in the store. */
  whenIdle(): Promise<void>;
  /** Stops listening and forgets all traces. */
  close(): Promise<void>;
}

/**
 * Starts a local X-Ray in this process: an OTLP receiver (gRPC and HTTP) on loopback and a store of the segment
 * documents that a collector would send to X-Ray for the received spans. Rejects when not even a free port can be
 * opened.
 *
 * @example
 * const xray = await startLocal({ grpcPort: 0, httpPort: 0 });
 * xray.store.onTrace((trace) => console.log(trace.traceId, trace.documents.length));
 */
export async function startLocal(options: StartLocalOptions = {}): Promise<LocalXRay> {
  const { grpcPort = 4317, httpPort = 4318, host = '127.0.0.1', onDrop = () => {} } = options;
  const store = createTraceStore(options.store);
  const onSpans = (spans: readonly SpanRecord[]) => store.add(translateSpans(spans, onDrop));
  const receiver = await startReceiver({ host, grpcPort, httpPort, onSpans });
  const ports: readonly ReplacedPort[] = [
    { protocol: 'OTLP/gRPC', wanted: grpcPort, got: receiver.grpcPort },
    { protocol: 'OTLP/HTTP', wanted: httpPort, got: receiver.httpPort },
  ];
  return {
    grpcEndpoint: toEndpoint(host, receiver.grpcPort),
    httpEndpoint: toEndpoint(host, receiver.httpPort),
    replacedPorts: ports.filter(({ wanted, got }) => wanted !== 0 && wanted !== got),
    store,
    whenIdle: () => receiver.whenIdle(),
    async close() {
      store.close();
      await receiver.close();
    },
  };
}

function toEndpoint(host: LoopbackHost, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
