import type { SpanRecord } from '../../translator/index.ts';
import { type Access, LOOPBACK_ACCESS } from '../access/access.ts';
import type { Door } from '../access/open-door.ts';
import type { Activity } from './activity.ts';
import { createGrpcEndpoint } from './grpc-endpoint.ts';
import { createHttpEndpoint } from './http-endpoint.ts';
import { type LoopbackHost, openPort, type PortHandlers } from './open-port.ts';

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
  /** Where producers on other machines come in; only this machine's unless given. */
  readonly door?: Door | undefined;
}

/** An embedded OTLP collector that is listening. */
export interface Receiver {
  readonly grpcPort: number;
  readonly httpPort: number;
  close(): Promise<void>;
}

/** Starts an OTLP receiver for gRPC and HTTP. Rejects when a port cannot be opened at all. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { host, door, activity, onSpans } = options;
  const createHandlers = (access: Access): PortHandlers => ({
    http1: createHttpEndpoint({ onSpans, activity, access }),
    http2: createGrpcEndpoint(onSpans, access),
  });
  const handlers = createHandlers(LOOPBACK_ACCESS);
  const remote = door && { address: door.address, handlers: createHandlers(door.access) };
  const shared = { host, handlers, remote, activity };
  const grpcPort = await openPort({ ...shared, port: options.grpcPort });
  const httpPort = await openPort({ ...shared, port: options.httpPort }).catch(async (error: unknown) => {
    await grpcPort.close();
    throw error;
  });
  return {
    grpcPort: grpcPort.port,
    httpPort: httpPort.port,
    async close() {
      for (const each of [handlers, ...(remote ? [remote.handlers] : [])]) {
        each.http1.close();
        each.http2.close();
      }
      await Promise.all([grpcPort.close(), httpPort.close()]);
    },
  };
}
