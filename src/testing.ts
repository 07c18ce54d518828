import type { TraceSummary } from './local/api/xray-api.ts';
import { type CompiledFilter, compileFilter } from './local/filter/compile-filter.ts';
import { parseFilter } from './local/filter/parse-filter.ts';
import { createTraceQueries, type TraceQueries } from './local/query/trace-queries.ts';
import { startLocal } from './local/start-local.ts';
import type { TraceArchive } from './local/store/trace-archive.ts';
import { renderTrace } from './cli/terminal/render-trace.ts';
import { toSafeText } from './cli/terminal/safe-text.ts';
import { underlineFault } from './cli/terminal/underline-fault.ts';
import type { SegmentDocument } from './xray/segment-document.ts';

export type { TraceSummary } from './local/api/xray-api.ts';
export type { SegmentDocument } from './xray/segment-document.ts';

/** What a test waits for. */
export interface WaitForTraceOptions {
  /** X-Ray's filter expression; any trace without it. */
  readonly filter?: string;
  /** 5000 unless given. */
  readonly timeoutMillis?: number;
  /**
   * Takes traces too of which something is in progress or missing, such as what a test itself calls a service with
   * headers of a trace that it records nowhere.
   */
  readonly partial?: boolean;
}

/** A trace that a test waited for. */
export interface TestTrace {
  /** In X-Ray's form. */
  readonly id: string;
  readonly summary: TraceSummary;
  /** Segments and the subsegments that came on their own, in the order in which they came. */
  readonly documents: readonly SegmentDocument[];
  /** The trace as `otel-xray dev` prints it, without colours. */
  toString(): string;
}

/** A local X-Ray in the process of a test. */
export interface TestXRay {
  /** For the environment of a process that is to be traced; it is not set in this one. */
  readonly env: Readonly<Record<string, string>>;
  /** For exporters over gRPC. */
  readonly grpcEndpoint: string;
  /** For exporters over HTTP, without `/v1/traces`. */
  readonly httpEndpoint: string;
  /** X-Ray's API, for `@aws-sdk/client-xray` and the AWS CLI; in a browser the console. */
  readonly xrayEndpoint: string;
  /**
   * The youngest whole trace that the filter takes, as soon as there is one. Rejects after the time with what is there
   * instead, drawn as trees; with a filter that is none, and when this X-Ray is closed, at once.
   */
  waitForTrace(options?: WaitForTraceOptions): Promise<TestTrace>;
  /** What is there now, youngest first, at most 100. */
  traces(filter?: string): readonly TraceSummary[];
  /** Stops listening and forgets everything; a second time there is nothing to do. */
  close(): Promise<void>;
  /** For `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

const DEFAULT_TIMEOUT_MILLIS = 5000;

/** Trees in the message of a failure. */
const MAX_TREES = 5;
const TREE_WIDTH = 100;

/**
 * Starts a local X-Ray on free ports of this machine: a collector for OTLP, the daemon's UDP port, and X-Ray's API.
 *
 * @example
 * const xray = await startLocalXRay();
 * spawn('node', ['--require', 'otel-xray/register', 'app.js'], { env: { ...process.env, ...xray.env } });
 * const trace = await xray.waitForTrace({ filter: 'service("shop") { ok }' });
 * await xray.close();
 */
export async function startLocalXRay(): Promise<TestXRay> {
  const xray = await startLocal({ grpcPort: 0, httpPort: 0, xrayPort: 0 });
  const queries = createTraceQueries(xray.archive);
  const { grpcEndpoint, httpEndpoint, xrayEndpoint, daemonAddress } = xray;
  const closing = new AbortController();
  let closed: Promise<void> | undefined;
  const close = () => {
    closing.abort();
    return (closed ??= xray.close());
  };
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: grpcEndpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      AWS_ENDPOINT_URL_XRAY: xrayEndpoint,
      ...(daemonAddress !== undefined && { AWS_XRAY_DAEMON_ADDRESS: daemonAddress }),
    },
    grpcEndpoint,
    httpEndpoint,
    xrayEndpoint,
    waitForTrace: (options = {}) => waitForTrace({ archive: xray.archive, queries, closing: closing.signal }, options),
    traces: (filter = '') => findTraces(queries, readFilter(filter)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Scene {
  readonly archive: TraceArchive;
  readonly queries: TraceQueries;
  readonly closing: AbortSignal;
}

function readFilter(expression: string): CompiledFilter | undefined {
  const parsed = parseFilter(expression);
  if (!parsed.ok) {
    const { message } = parsed.error;
    throw new Error(
      `"filter" is no filter expression of X-Ray: ${message}\n${underlineFault(expression, parsed.error, TREE_WIDTH)}`,
    );
  }
  const noGroup = (): never => {
    throw new Error('"filter" names a group, which there are none of here; expected the filter of the group itself.');
  };
  return parsed.filter && compileFilter(parsed.filter, noGroup);
}

function findTraces(queries: TraceQueries, filter?: CompiledFilter, most?: number): readonly TraceSummary[] {
  const found = queries.summaries({ start: 0, end: Infinity, type: 'TraceId', filter, after: undefined, most });
  return found.TraceSummaries;
}

async function waitForTrace(scene: Scene, options: WaitForTraceOptions): Promise<TestTrace> {
  const { filter: expression = '', timeoutMillis = DEFAULT_TIMEOUT_MILLIS, partial = false } = options;
  const { archive, queries, closing } = scene;
  if (closing.aborted) throw new Error(CLOSED);
  const filter = readFilter(expression);
  const isWanted: CompiledFilter = (traces, row) =>
    (partial || traces.isPartial[row] === false) && (filter === undefined || filter(traces, row));
  const find = (): TraceSummary | undefined => findTraces(queries, isWanted, 1)[0];
  const found = find() ?? (await nextFound(scene, find, timeoutMillis));
  if (closing.aborted) throw new Error(CLOSED);
  if (found === undefined) throw new Error(describeFailure(scene, { expression, filter, partial }, timeoutMillis));
  const text = drawTrace(archive, found.Id);
  return { id: found.Id, summary: found, documents: archive.get(found.Id)?.documents ?? [], toString: () => text };
}

const CLOSED = 'The local X-Ray is closed.';

/** Node's timers take no more; it is 24 days. */
const MAX_TIMEOUT_MILLIS = 2 ** 31 - 1;

/** Undefined when the time is over, and when the X-Ray is closed. */
function nextFound(
  { archive, closing }: Scene,
  find: () => TraceSummary | undefined,
  timeoutMillis: number,
): Promise<TraceSummary | undefined> {
  return new Promise((resolve) => {
    const finish = (found?: TraceSummary): void => {
      clearTimeout(timer);
      clearImmediate(looking);
      closing.removeEventListener('abort', onClose);
      stop();
      resolve(found);
    };
    const onClose = (): void => finish();
    const look = (): void => {
      looking = undefined;
      const found = find();
      if (found !== undefined) finish(found);
    };
    let looking: NodeJS.Immediate | undefined;
    // Many traces change together; they are looked at once.
    const stop = archive.onChange(() => (looking ??= setImmediate(look)));
    const timer = setTimeout(finish, Math.min(timeoutMillis, MAX_TIMEOUT_MILLIS));
    closing.addEventListener('abort', onClose);
  });
}

interface Wanted {
  readonly expression: string;
  readonly filter: CompiledFilter | undefined;
  readonly partial: boolean;
}

function describeFailure({ archive, queries }: Scene, wanted: Wanted, timeoutMillis: number): string {
  const { expression, filter, partial } = wanted;
  const kind = partial ? 'trace' : 'whole trace';
  const name = expression === '' ? kind : `${kind} that matches ${toSafeText(expression)}`;
  const there = findTraces(queries);
  const intro = `No ${name} arrived in ${timeoutMillis} ms; `;
  if (there.length === 0) return `${intro}nothing arrived at all.`;
  const trees = there
    .slice(0, MAX_TREES)
    .map(({ Id, IsPartial }) => `${IsPartial ? '(partial)\n' : ''}${drawTrace(archive, Id)}`);
  const hint =
    !partial && findTraces(queries, filter, 1).length > 0
      ? 'Partial traces match: something of them is in progress, or its parent was not sent; "partial: true" takes them.\n'
      : '';
  return `${intro}what is there:\n${hint}\n${trees.join('\n')}`;
}

function drawTrace(archive: TraceArchive, traceId: string): string {
  const trace = archive.get(traceId);
  return trace === undefined ? '' : renderTrace({ ...trace, revision: 0 }, { width: TREE_WIDTH, color: false });
}
