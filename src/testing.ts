import type { TraceSummary } from './local/api/xray-api.ts';
import { compileFilter } from './local/filter/compile-filter.ts';
import { parseFilter } from './local/filter/parse-filter.ts';
import { createTraceQueries, type TraceQueries } from './local/query/trace-queries.ts';
import { type LocalXRay, startLocal } from './local/start-local.ts';
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
   * instead, drawn as trees; with a filter that is none, at once.
   */
  waitForTrace(options?: WaitForTraceOptions): Promise<TestTrace>;
  /** What is there now, youngest first, at most 100. */
  traces(filter?: string): readonly TraceSummary[];
  /** Stops listening and forgets everything. */
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
  const close = () => xray.close();
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
    waitForTrace: (options = {}) => waitForTrace(xray, queries, options),
    traces: (filter = '') => findTraces(queries, filter),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function findTraces(queries: TraceQueries, expression: string): readonly TraceSummary[] {
  const parsed = parseFilter(expression);
  if (!parsed.ok) {
    const { message } = parsed.error;
    throw new Error(
      `"filter" is no filter expression of X-Ray: ${message}\n${underlineFault(expression, parsed.error, TREE_WIDTH)}`,
    );
  }
  const filter = parsed.filter && compileFilter(parsed.filter, () => undefined);
  return queries.summaries({ start: 0, end: Infinity, type: 'TraceId', filter, after: undefined }).TraceSummaries;
}

async function waitForTrace(
  xray: LocalXRay,
  queries: TraceQueries,
  { filter = '', timeoutMillis = DEFAULT_TIMEOUT_MILLIS }: WaitForTraceOptions,
): Promise<TestTrace> {
  const find = (): TraceSummary | undefined => findTraces(queries, filter).find(({ IsPartial }) => !IsPartial);
  const found = find() ?? (await nextFound(xray, find, timeoutMillis));
  if (found === undefined) throw new Error(describeFailure(xray, queries, filter, timeoutMillis));
  const documents = xray.archive.get(found.Id)?.documents ?? [];
  return { id: found.Id, summary: found, documents, toString: () => drawTrace(xray, found.Id) };
}

function nextFound(
  { archive }: LocalXRay,
  find: () => TraceSummary | undefined,
  timeoutMillis: number,
): Promise<TraceSummary | undefined> {
  return new Promise((resolve) => {
    const finish = (found: TraceSummary | undefined): void => {
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    const stop = archive.onChange(() => {
      const found = find();
      if (found !== undefined) finish(found);
    });
    const timer = setTimeout(() => finish(undefined), timeoutMillis);
  });
}

function describeFailure(xray: LocalXRay, queries: TraceQueries, filter: string, timeoutMillis: number): string {
  const wanted = filter === '' ? 'whole trace' : `whole trace that matches ${toSafeText(filter)}`;
  const there = findTraces(queries, '');
  const intro = `No ${wanted} arrived in ${timeoutMillis} ms; `;
  if (there.length === 0) return `${intro}nothing arrived at all.`;
  const trees = there
    .slice(0, MAX_TREES)
    .map(({ Id, IsPartial }) => `${IsPartial ? '(partial)\n' : ''}${drawTrace(xray, Id)}`);
  return `${intro}what is there:\n\n${trees.join('\n')}`;
}

function drawTrace({ archive }: LocalXRay, traceId: string): string {
  const trace = archive.get(traceId);
  return trace === undefined ? '' : renderTrace({ ...trace, revision: 0 }, { width: TREE_WIDTH, color: false });
}
