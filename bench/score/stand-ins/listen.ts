import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of the score on a free port of 127.0.0.1. */
export interface StandIn extends AsyncDisposable {
  readonly url: string;
}

/** Starts a server; disposing it cuts its connections. */
export async function listen(server: Server): Promise<StandIn> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
