import type { HistogramResult } from '../api/console-api.ts';
import type {
  BatchGetTracesResult,
  GetServiceGraphResult,
  GetTraceGraphResult,
  GetTraceSummariesResult,
  TraceSummary,
} from '../api/xray-api.ts';
import type { CompiledFilter } from '../filter/compile-filter.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import type { IndexedTrace } from '../store/trace-index.ts';
import { listCalls } from './calls.ts';
import { countCalls } from './count-calls.ts';
import { callOfLink, createOriginFinder, listLinks } from './link-calls.ts';
import { buildHistogram } from './query-histogram.ts';
import { buildServiceGraph } from './service-graph.ts';
import { readTraceFacts } from './summarize-trace.ts';
import type { TimeRange } from './time-range.ts';
import type { TraceDigest } from './trace-digest.ts';
import { assembleTrace } from './trace-segments.ts';
import { buildTraceTree } from './trace-tree.ts';

/** Traces on one page of the list. */
const PAGE_SIZE = 100;

/** What of a trace must lie in the range. */
export type TimeRangeType = 'TraceId' | 'Event' | 'Service';

/** Which page of the list is wanted. */
export interface SummariesQuery extends TimeRange {
  readonly type: TimeRangeType;
  readonly filter: CompiledFilter | undefined;
  /** Where the page before ended; see {@link SummariesPage}. */
  readonly after: PageEnd | undefined;
}

/** The last trace of a page: later pages hold what began before it. */
export interface PageEnd {
  readonly start: number;
  readonly seq: number;
}

/** A page of the list, and where it ended when there is more. */
export interface SummariesPage extends Omit<GetTraceSummariesResult, 'NextToken'> {
  readonly end?: PageEnd;
}

/** X-Ray's read operations over an archive. */
export interface TraceQueries {
  summaries(query: SummariesQuery): SummariesPage;
  traces(traceIds: readonly string[]): BatchGetTracesResult;
  serviceGraph(range: TimeRange, filter: CompiledFilter | undefined): GetServiceGraphResult;
  traceGraph(traceIds: readonly string[]): GetTraceGraphResult;
  histogram(range: TimeRange, filter: CompiledFilter | undefined): HistogramResult;
}

/** Queries over all that an archive has; each looks at every trace, which takes a few milliseconds. */
export function createTraceQueries(archive: TraceArchive): TraceQueries {
  return {
    summaries: (query) => findSummaries(query, archive),
    traces(traceIds) {
      const records = traceIds.map((id) => archive.get(id));
      return {
        Traces: records.flatMap((record) => (record ? [assembleTrace(record.traceId, record.documents)] : [])),
        UnprocessedTraceIds: traceIds.filter((_id, index) => records[index] === undefined),
      };
    },
    serviceGraph({ start, end }, filter) {
      const Services = countCalls(digestsOf(archive.all(), filter), { start, end });
      return { StartTime: start, EndTime: end, Services, ContainsOldGroupVersions: false };
    },
    traceGraph(traceIds) {
      const findOrigin = createOriginFinder((id) => archive.documentsOf(id));
      const calls = traceIds.flatMap((id) => {
        const roots = buildTraceTree(archive.documentsOf(id));
        const links = listLinks(id, roots).flatMap((link) => {
          const origin = findOrigin(link);
          return (origin && callOfLink(link, origin)) ?? [];
        });
        return [...listCalls(roots), ...links];
      });
      return { Services: buildServiceGraph(calls) };
    },
    histogram(range, filter) {
      const isWithin = RANGE_TESTS.TraceId(range);
      return buildHistogram(digestsOf(archive.all(), (trace) => isWithin(trace) && (filter?.(trace) ?? true)));
    },
  };
}

/** Whether a trace lies in a range. */
type RangeTest = (trace: TraceDigest) => boolean;

const RANGE_TESTS: Readonly<Record<Exclude<TimeRangeType, 'Event'>, (range: TimeRange) => RangeTest>> = {
  TraceId:
    ({ start, end }) =>
    ({ idTime }) =>
      idTime >= start && idTime < end,
  // A segment of it ended within the range.
  Service:
    ({ start, end }) =>
    ({ calls }) =>
      calls.some((call) => call.ownSeconds !== undefined && call.end >= start && call.end < end),
};

function* digestsOf(traces: Iterable<IndexedTrace>, filter: CompiledFilter | undefined): Generator<TraceDigest> {
  for (const { digest } of traces) if (filter === undefined || filter(digest)) yield digest;
}

function findSummaries(query: SummariesQuery, archive: TraceArchive): SummariesPage {
  const { start, end, type, filter, after } = query;
  const isInRange = type === 'Event' ? undefined : RANGE_TESTS[type](query);
  const page: IndexedTrace[] = [];
  let [processed, hasMore] = [0, false];
  for (const trace of archive.newestFirst()) {
    const { digest, arrivedAt } = trace;
    if (!(isInRange?.(digest) ?? (arrivedAt >= start && arrivedAt < end))) continue;
    processed += 1;
    if (hasMore || !isBehind(trace, after) || !(filter?.(digest) ?? true)) continue;
    if (page.length < PAGE_SIZE) page.push(trace);
    else hasMore = true;
  }
  const last = page.at(-1);
  return {
    TraceSummaries: page.map((trace) => summarize(trace, archive)),
    ApproximateTime: Date.now() / 1000,
    TracesProcessedCount: processed,
    ...(hasMore && last && { end: { start: last.digest.start, seq: last.seq } }),
  };
}

function isBehind({ digest, seq }: IndexedTrace, after: PageEnd | undefined): boolean {
  if (after === undefined || digest.start < after.start) return true;
  return digest.start === after.start && seq < after.seq;
}

function summarize({ traceId, revision, arrivedAt }: IndexedTrace, archive: TraceArchive): TraceSummary {
  return readTraceFacts(archive.documentsOf(traceId), { traceId, revision, arrivedAt }).summary;
}
