import type { SpanRecord } from '../../translator/index.ts';
import type { Activity } from './activity.ts';
import { createGrpcEndpoint } from './grpc-endpoint.ts';
import { createHttpEndpoint } from './http-endpoint.ts';
import { type LoopbackHost, openLoopbackPort } from './loopback-port.ts';

/** Where the receiver listens and what it does with spans. */
export interface ReceiverOptions {
  readonly host: LoopbackHost;
  /** 0 for any free port; a free one is taken as well when the port is in use. */
  readonly grpcPort: number;
  /** 0 for any free port; a free one is taken as well when the port is in use. */
  readonly httpPort: number;
  readonly onSpans: (spans: readonly SpanRecord[]) => void;
  /** Open connections and unanswered requests count as activity. */
  readonly activity: Activity;
}

/** An embedded OTLP collector that is listening. */
export interface Receiver {
  readonly grpcPort: number;
  readonly httpPort: number;
  close(): Promise<void>;
}

/** Starts an OTLP receiver for gRPC and HTTP on loopback. Rejects when a port cannot be opened at all. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { activity } = options;
  const http2 = createGrpcEndpoint(options.onSpans);
  const http1 = createHttpEndpoint({ onSpans: options.onSpans, activity });
  const shared = { host: options.host, http1, http2, activity };
  const grpcPort = await openLoopbackPort({ ...shared, port: options.grpcPort });
  const httpPort = await openLoopbackPort({ ...shared, port: options.httpPort }).catch(async (error: unknown) => {
    await grpcPort.close();
    throw error;
  });
  return {
    grpcPort: grpcPort.port,
    httpPort: httpPort.port,
    async close() {
      http1.close();
      http2.close();
      await Promise.all([grpcPort.close(), httpPort.close()]);
    },
  };
}
