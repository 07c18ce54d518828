import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A receiver of OTLP's JSON on 127.0.0.1 that keeps what it is sent, unread. */
export interface RecordingOtlp {
  /** Such as `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  /** The `resourceSpans` of all requests. */
  readonly resourceSpans: readonly unknown[];
  clear(): void;
  close(): Promise<void>;
}

/** Starts the receiver on a free port. */
export async function startRecordingOtlp(): Promise<RecordingOtlp> {
  const resourceSpans: unknown[] = [];
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        resourceSpans.push(...(JSON.parse(body) as { resourceSpans: unknown[] }).resourceSpans);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      },
      () => request.socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    resourceSpans,
    clear: () => void (resourceSpans.length = 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
