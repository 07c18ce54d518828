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
import type { TraceColumns } from './trace-columns.ts';
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
  /** From 0 to 1, of the traces in the range; always the same ones. All unless given. */
  readonly share?: number;
  /** On the page; 100 unless given. */
  readonly most?: number | undefined;
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

/** Queries over all that an archive has; each looks at a few columns of every trace, which takes milliseconds. */
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
      const traces = archive.columns();
      const Services = countCalls(traces, rowsOf(traces, filter), { start, end });
      return { StartTime: start, EndTime: end, Services, ContainsOldGroupVersions: false };
    },
    traceGraph(traceIds) {
      const findOrigin = createOriginFinder((id) => archive.get(id)?.documents ?? []);
      const calls = traceIds.flatMap((id) => {
        const roots = buildTraceTree(archive.get(id)?.documents ?? []);
        const links = listLinks(id, roots).flatMap((link) => {
          const origin = findOrigin(link);
          return (origin && callOfLink(link, origin)) ?? [];
        });
        return [...listCalls(roots), ...links];
      });
      return { Services: buildServiceGraph(calls) };
    },
    histogram(range, filter) {
      const traces = archive.columns();
      const isWithin = RANGE_TESTS.TraceId(range);
      const isWanted: CompiledFilter = (columns, row) => isWithin(columns, row) && (filter?.(columns, row) ?? true);
      return buildHistogram(traces, rowsOf(traces, isWanted));
    },
  };
}

/** Whether a trace lies in a range. */
type RangeTest = (traces: TraceColumns, row: number) => boolean;

const RANGE_TESTS: Readonly<Record<Exclude<TimeRangeType, 'Event'>, (range: TimeRange) => RangeTest>> = {
  TraceId:
    ({ start, end }) =>
    ({ idTime }, row) => {
      const time = idTime[row] ?? NaN;
      return time >= start && time < end;
    },
  // A segment of it ended within the range.
  Service:
    ({ start, end }) =>
    ({ calls, firstCall, callCount }, row) => {
      const first = firstCall[row] ?? 0;
      for (let call = first; call < first + (callCount[row] ?? 0); call += 1) {
        const endedAt = calls.end[call] ?? NaN;
        if (!Number.isNaN(calls.ownSeconds[call]) && endedAt >= start && endedAt < end) return true;
      }
      return false;
    },
};

function* rowsOf(traces: TraceColumns, filter: CompiledFilter | undefined): Generator<number> {
  for (let row = 0; row < traces.rowCount; row += 1) {
    if (traces.isTaken(row) && (filter === undefined || filter(traces, row))) yield row;
  }
}

function findSummaries(query: SummariesQuery, archive: TraceArchive): SummariesPage {
  const { filter, after, share = 1, most = PAGE_SIZE } = query;
  const rows = archive.rowsNewestFirst();
  const traces = archive.columns();
  const isInRange = testRange(query, archive);
  const page: IndexedTrace[] = [];
  let [processed, hasMore] = [0, false];
  for (const row of rows) {
    if (!isInRange(traces, row) || (share < 1 && !isInShare(archive.traceAt(row)?.traceId, share))) continue;
    processed += 1;
    if (hasMore || (after !== undefined && !isBehind(after, traces.start[row], archive.traceAt(row)?.seq))) continue;
    if (filter !== undefined && !filter(traces, row)) continue;
    const trace = archive.traceAt(row);
    if (trace === undefined) continue;
    if (page.length < most) page.push(trace);
    else hasMore = true;
  }
  const last = page.at(-1);
  return {
    TraceSummaries: page.map((trace) => summarize(trace, archive)),
    ApproximateTime: Date.now() / 1000,
    TracesProcessedCount: processed,
    ...(hasMore && last && { end: { start: traces.start[last.row] ?? 0, seq: last.seq } }),
  };
}

function testRange({ start, end, type }: SummariesQuery, archive: TraceArchive): RangeTest {
  if (type !== 'Event') return RANGE_TESTS[type]({ start, end });
  return (_traces, row) => {
    const arrivedAt = archive.traceAt(row)?.arrivedAt ?? NaN;
    return arrivedAt >= start && arrivedAt < end;
  };
}

/** The last digits of an id are random in all forms of ids. */
function isInShare(traceId = '', share: number): boolean {
  return Number.parseInt(traceId.slice(-8), 16) < share * 2 ** 32;
}

function isBehind(after: PageEnd, start = NaN, seq = NaN): boolean {
  return start < after.start || (start === after.start && seq < after.seq);
}

function summarize({ traceId, revision, arrivedAt }: IndexedTrace, archive: TraceArchive): TraceSummary {
  return readTraceFacts(archive.get(traceId)?.documents ?? [], { traceId, revision, arrivedAt }).summary;
}
