import type { ConsoleStatus } from '../api/console-api.ts';
import { createTraceQueries } from '../query/trace-queries.ts';
import { type Activity, createActivity } from '../receiver/activity.ts';
import { type LoopbackHost, openLoopbackPort } from '../receiver/loopback-port.ts';
import type { TraceStore } from '../store/trace-store.ts';
import { createApiEndpoint } from './api-endpoint.ts';
import { createConsoleReads } from './console-reads.ts';
import type { EventStream } from './event-stream.ts';
import { createReadOperations } from './read-operations.ts';
import { createStaticFiles } from './static-files.ts';

/** Where the API listens and what it shows. */
export interface StartApiOptions {
  readonly host: LoopbackHost;
  /** 0 for any free port; a free one is taken as well when the port is in use. */
  readonly port: number;
  readonly store: TraceStore;
  readonly events: EventStream;
  readonly status: () => ConsoleStatus;
  /** The built console; without it `/` says that it is not built. */
  readonly consoleFolder: string | undefined;
  /** Requests that write count here; an open console does not. */
  readonly activity: Activity;
}

/** The API while it listens. */
export interface RunningApi {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts X-Ray's API and the console on one port. Rejects when no port can be opened at all. */
export async function startApi(options: StartApiOptions): Promise<RunningApi> {
  const { host, port, store, events, status, consoleFolder, activity } = options;
  const endpoint = createApiEndpoint({
    operations: createReadOperations(createTraceQueries(store)),
    consoleWrites: {},
    consoleReads: createConsoleReads({ store, status }),
    events,
    files: createStaticFiles(consoleFolder),
    activity,
  });
  // Nobody speaks HTTP/2 here; who does gets HTTP/1's error.
  const opened = await openLoopbackPort({ host, port, http1: endpoint, http2: endpoint, activity: createActivity() });
  return {
    port: opened.port,
    async close() {
      events.close();
      endpoint.close();
      await opened.close();
    },
  };
}
