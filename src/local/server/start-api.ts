import type { ConsoleStatus } from '../api/console-api.ts';
import type { Intake } from '../intake.ts';
import { createTraceQueries } from '../query/trace-queries.ts';
import { type Activity, createActivity } from '../receiver/activity.ts';
import { type LoopbackHost, openLoopbackPort } from '../receiver/loopback-port.ts';
import { createKnownValues } from '../query/known-values.ts';
import { createApiEndpoint } from './api-endpoint.ts';
import { createConsoleWrites } from './console-writes.ts';
import { createGroupStore } from './group-store.ts';
import { createConsoleReads } from './console-reads.ts';
import { createOtherOperations } from './other-operations.ts';
import { createPutOperations } from './put-operations.ts';
import { createSamplingOperations } from './sampling-operations.ts';
import type { SamplingRuleStore } from '../sampling/rule-store.ts';
import { createReadOperations } from './read-operations.ts';
import { createStaticFiles } from './static-files.ts';

/** Where the API listens and what it shows. */
export interface StartApiOptions {
  readonly host: LoopbackHost;
  /** 0 for any free port; a free one is taken as well when the port is in use. */
  readonly port: number;
  readonly intake: Intake;
  readonly rules: SamplingRuleStore;
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
  const { host, port, intake, rules, status, consoleFolder, activity } = options;
  const { archive, events } = intake;
  const queries = createTraceQueries(archive);
  const groups = createGroupStore();
  const endpoint = createApiEndpoint({
    operations: {
      ...createOtherOperations(),
      ...createPutOperations(intake),
      ...createReadOperations(queries, groups),
      ...createSamplingOperations(rules),
      ...groups.operations,
    },
    consoleWrites: createConsoleWrites(queries, groups, createKnownValues(archive)),
    consoleReads: createConsoleReads({ archive, status }),
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
