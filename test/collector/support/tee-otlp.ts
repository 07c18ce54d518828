import { Server, ServerCredentials } from '@grpc/grpc-js';
import { sendOverGrpc } from './send-otlp.ts';

/** An OTLP/gRPC receiver that passes every request on and keeps it. */
export interface Tee extends AsyncDisposable {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  /** Binary export requests as they came, in the order in which they were passed on. */
  readonly requests: readonly Uint8Array[];
}

const keep = (bytes: Buffer): Buffer => bytes;

/** Starts a receiver on a free port that passes requests on to `address`, one after another, and answers then. */
export async function startTee(address: string): Promise<Tee> {
  const requests: Uint8Array[] = [];
  let last: Promise<void> = Promise.resolve();
  const server = new Server();
  server.addService(
    {
      export: {
        path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
        requestStream: false,
        responseStream: false,
        requestSerialize: keep,
        requestDeserialize: keep,
        responseSerialize: keep,
        responseDeserialize: keep,
      },
    },
    {
      export: (call: { request: Buffer }, answer: (error: Error | null, response?: Buffer) => void) => {
        const passed = last.then(() => sendOverGrpc(address, [call.request]));
        last = passed.then(
          () => void requests.push(call.request),
          () => {},
        );
        passed.then(
          () => answer(null, Buffer.alloc(0)),
          (error: unknown) => answer(error as Error),
        );
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}
