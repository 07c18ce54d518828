import type {
  BatchGetTracesResult,
  GetServiceGraphResult,
  GetTraceGraphResult,
  GetTraceSummariesResult,
} from '../api/xray-api.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { TraceRecord } from '../trace-record.ts';
import { timesOf } from './document-times.ts';
import { buildServiceGraph } from './service-graph.ts';
import { readTraceFacts, type TraceFacts } from './summarize-trace.ts';
import { type TimeRange, traceIdTime } from './time-range.ts';
import { assembleTrace } from './trace-segments.ts';

/** Traces on one page of the list. */
const PAGE_SIZE = 100;

/** What of a trace must lie in the range. */
export type TimeRangeType = 'TraceId' | 'Event' | 'Service';

/** Which page of the list is wanted. */
export interface SummariesQuery extends TimeRange {
  readonly type: TimeRangeType;
  /** How many of the newest traces to leave out. */
  readonly offset: number;
}

/** X-Ray's read operations over a store. */
export interface TraceQueries {
  summaries(query: SummariesQuery): GetTraceSummariesResult;
  traces(traceIds: readonly string[]): BatchGetTracesResult;
  serviceGraph(range: TimeRange): GetServiceGraphResult;
  traceGraph(traceIds: readonly string[]): GetTraceGraphResult;
}

/** Queries that read the store anew each time. */
export function createTraceQueries(store: TraceStore): TraceQueries {
  return {
    summaries({ start, end, type, offset }) {
      const found = store
        .traces()
        .map(readFacts)
        .filter((facts) => isWithin(facts, { start, end }, type))
        .toSorted((a, b) => b.summary.StartTime - a.summary.StartTime);
      const page = found.slice(offset, offset + PAGE_SIZE);
      const next = offset + page.length;
      return {
        TraceSummaries: page.map(({ summary }) => summary),
        ApproximateTime: Date.now() / 1000,
        TracesProcessedCount: found.length,
        ...(next < found.length && { NextToken: String(next) }),
      };
    },
    traces(traceIds) {
      const records = traceIds.map((id) => store.get(id));
      return {
        Traces: records.flatMap((record) => (record ? [assembleTrace(record.traceId, record.documents)] : [])),
        UnprocessedTraceIds: traceIds.filter((_id, index) => records[index] === undefined),
      };
    },
    serviceGraph(range) {
      const facts = store.traces().map(readFacts);
      const within = facts.filter(
        ({ summary }) => summary.StartTime < range.end && summary.StartTime + summary.Duration >= range.start,
      );
      return {
        StartTime: range.start,
        EndTime: range.end,
        Services: buildServiceGraph(within.flatMap(({ calls }) => calls)),
        ContainsOldGroupVersions: false,
      };
    },
    traceGraph(traceIds) {
      const records = traceIds.flatMap((id) => store.get(id) ?? []);
      return { Services: buildServiceGraph(records.map(readFacts).flatMap(({ calls }) => calls)) };
    },
  };
}

function readFacts({ traceId, documents, revision }: TraceRecord): TraceFacts {
  return readTraceFacts(documents, { traceId, revision, arrivedAt: 0 });
}

function isWithin({ summary, calls }: TraceFacts, { start, end }: TimeRange, type: TimeRangeType): boolean {
  if (type === 'Service') {
    return calls.some(({ node }) => {
      const ended = timesOf(node.document).end;
      return node.isSegment && ended !== undefined && ended >= start && ended < end;
    });
  }
  const time = type === 'Event' ? summary.MatchedEventTime : traceIdTime(summary.Id, summary.StartTime);
  return time >= start && time < end;
}
