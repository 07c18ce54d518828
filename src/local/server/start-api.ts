import { type Access, LOOPBACK_ACCESS } from '../access/access.ts';
import type { Door } from '../access/open-door.ts';
import type { SpanRecord } from '../../translator/index.ts';
import type { ConsoleStatus } from '../api/console-api.ts';
import type { Intake } from '../intake.ts';
import { createTraceQueries } from '../query/trace-queries.ts';
import { type Activity, createActivity } from '../receiver/activity.ts';
import { type LoopbackHost, openPort, type PortHandlers } from '../receiver/open-port.ts';
import { createGrpcEndpoint } from '../receiver/grpc-endpoint.ts';
import { createOtlpListener } from '../receiver/http-endpoint.ts';
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
  /** Where other machines come in; only this machine's unless given. */
  readonly door?: Door | undefined;
}

/** The API while it listens. */
export interface RunningApi {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts X-Ray's API and the console on one port. Rejects when no port can be opened at all. */
export async function startApi(options: StartApiOptions): Promise<RunningApi> {
  const { host, port, door, intake, rules, status, consoleFolder, activity } = options;
  const { archive, events } = intake;
  const queries = createTraceQueries(archive);
  const groups = createGroupStore();
  const served = {
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
  };
  const onSpans = (spans: readonly SpanRecord[]): void => intake.putSpans(spans);
  const createHandlers = (access: Access): PortHandlers => ({
    http1: createApiEndpoint({ ...served, access, otlp: createOtlpListener({ onSpans, activity, access }) }),
    http2: createGrpcEndpoint(onSpans, access),
  });
  const handlers = createHandlers(LOOPBACK_ACCESS);
  const remote = door && { address: door.address, handlers: createHandlers(door.access) };
  const opened = await openPort({ host, port, handlers, remote, activity: createActivity() });
  return {
    port: opened.port,
    async close() {
      events.close();
      for (const each of [handlers, ...(remote ? [remote.handlers] : [])]) {
        each.http1.close();
        each.http2.close();
      }
      await opened.close();
    },
  };
}
