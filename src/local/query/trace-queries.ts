import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { HistogramBucket, HistogramResult } from '../api/console-api.ts';
import type {
  BatchGetTracesResult,
  GetServiceGraphResult,
  GetTraceGraphResult,
  GetTraceSummariesResult,
  TraceSummary,
} from '../api/xray-api.ts';
import type { CompiledFilter } from '../filter/compile-filter.ts';
import { OUTCOMES } from '../store/call-shapes.ts';
import { matchesCause } from '../filter/match-cause.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import { listCalls } from './calls.ts';
import { callOfLink, createOriginFinder, listLinks } from './link-calls.ts';
import type { MapNode } from './map-node.ts';
import { buildServiceGraph, type CountedCalls, createServiceGraph } from './service-graph.ts';
import type { TimeRange } from './time-range.ts';
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

const RANGE_CONDITIONS: Readonly<Record<TimeRangeType, string>> = {
  TraceId: 't.id_time >= ? AND t.id_time < ?',
  Event: 't.arrived >= ? AND t.arrived < ?',
  // A segment of it ended within the range.
  Service:
    'EXISTS (SELECT 1 FROM call k WHERE k.trace = t.seq AND k.own_seconds NOT NULL AND k.end >= ? AND k.end < ?)',
};

/** Queries that ask the database each time. */
export function createTraceQueries(archive: TraceArchive): TraceQueries {
  const { database } = archive;
  // Root causes are JSON of many levels; SQL asks back whether they match.
  database.function('cause_matches', { deterministic: true }, (causes, filter) =>
    causes === null ? 0 : Number(matchesCause(JSON.parse(String(causes)), JSON.parse(String(filter)))),
  );
  const all: Ask = (sql, named, ...parameters) => {
    archive.settle();
    return database.prepare(sql).all(named, ...parameters);
  };
  return {
    summaries: (query) => querySummaries(query, all),
    traces(traceIds) {
      const records = traceIds.map((id) => archive.get(id));
      return {
        Traces: records.flatMap((record) => (record ? [assembleTrace(record.traceId, record.documents)] : [])),
        UnprocessedTraceIds: traceIds.filter((_id, index) => records[index] === undefined),
      };
    },
    serviceGraph: (range, filter) => queryServiceGraph(range, filter, all),
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
    histogram: (range, filter) => queryHistogram(range, filter, all),
  };
}

type Ask = (sql: string, named: CompiledFilter['parameters'], ...parameters: SQLInputValue[]) => Row[];

function conditionOf(filter: CompiledFilter | undefined): CompiledFilter {
  return filter ?? { sql: '1', parameters: {} };
}

function querySummaries({ start, end, type, filter, after }: SummariesQuery, ask: Ask): SummariesPage {
  const { sql, parameters } = conditionOf(filter);
  const range = RANGE_CONDITIONS[type];
  const behind = after === undefined ? '1' : '(t.start, t.seq) < (?, ?)';
  const rows = ask(
    `SELECT seq, start, revision, arrived, summary, fault_causes, error_causes, slow_causes FROM trace t
      WHERE ${sql} AND ${range} AND ${behind} ORDER BY t.start DESC, t.seq DESC LIMIT ${PAGE_SIZE + 1}`,
    parameters,
    start,
    end,
    ...(after === undefined ? [] : [after.start, after.seq]),
  );
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  const [total] = ask(`SELECT count(*) AS count FROM trace t WHERE ${range}`, {}, start, end);
  return {
    TraceSummaries: page.map(toSummary),
    ApproximateTime: Date.now() / 1000,
    TracesProcessedCount: Number(total?.['count'] ?? 0),
    ...(rows.length > PAGE_SIZE && last && { end: { start: Number(last['start']), seq: Number(last['seq']) } }),
  };
}

function toSummary(row: Row): TraceSummary {
  const read = (column: string): unknown => {
    const json = row[column];
    return typeof json === 'string' ? JSON.parse(json) : [];
  };
  return {
    ...(read('summary') as TraceSummary),
    FaultRootCauses: read('fault_causes') as TraceSummary['FaultRootCauses'],
    ErrorRootCauses: read('error_causes') as TraceSummary['ErrorRootCauses'],
    ResponseTimeRootCauses: read('slow_causes') as TraceSummary['ResponseTimeRootCauses'],
    Revision: Number(row['revision']),
    MatchedEventTime: Number(row['arrived']),
  };
}

function queryServiceGraph(range: TimeRange, filter: CompiledFilter | undefined, ask: Ask): GetServiceGraphResult {
  const { sql, parameters } = conditionOf(filter);
  const among = filter === undefined ? '1' : `c.trace IN (SELECT t.seq FROM trace t WHERE ${sql})`;
  const nodes = readNodes(ask);
  const shapes = new Map(ask('SELECT * FROM shape', {}).map((row) => [row['id'], row]));
  // A row for each shape: rows cost more than what is in them.
  const countCalls = (side: 'edge' | 'own', of: string): readonly CountedRow[] =>
    ask(
      `SELECT shape, min(start) AS start, max(end) AS end, total(seconds) AS seconds,
          json_group_array(json_array(millis / 1000.0, count)) AS histogram
        FROM (SELECT shape, ${side}_millis AS millis, count(*) AS count, min(start) AS start, max(end) AS end,
            total(${side}_seconds) AS seconds
          FROM call c WHERE shape IN (SELECT id FROM shape WHERE ${of}) AND ${among} AND start < ? AND end >= ?
          GROUP BY shape, millis)
        GROUP BY shape`,
      parameters,
      range.end,
      range.start,
    ).map((row) => ({ row, shape: shapes.get(row['shape']) ?? {} }));
  const graph = createServiceGraph();
  // What a call that no segment answers says of the edge, it says of the node.
  const edges = countCalls('edge', 'source NOT NULL');
  const silent = edges.filter(({ shape }) => shape['inferred'] === 1);
  for (const { row, shape } of edges) {
    const [source, target] = [nodes.get(shape['source']), nodes.get(shape['target'])];
    if (source && target) graph.addEdge(source, target, toCounted(row, shape['edge_outcome']), shape['link'] === 1);
  }
  for (const { row, shape } of [...silent, ...countCalls('own', 'link = 0 AND (inferred = 0 OR source IS NULL)')]) {
    const target = nodes.get(shape['target']);
    const traits = { isRoot: shape['root'] === 1, isActive: shape['inferred'] === 0 };
    if (target !== undefined) graph.addNode(target, toCounted(row, shape['own_outcome']), traits);
  }
  return { StartTime: range.start, EndTime: range.end, Services: graph.build(), ContainsOldGroupVersions: false };
}

type Row = Record<string, SQLOutputValue>;

function readNodes(ask: Ask): ReadonlyMap<unknown, MapNode> {
  const rows = ask('SELECT id, name, type, account_id FROM node', {});
  return new Map(
    rows.map((row) => [
      row['id'],
      { name: String(row['name']), type: String(row['type']), accountId: String(row['account_id']) },
    ]),
  );
}

interface CountedRow {
  readonly row: Row;
  readonly shape: Row;
}

function toCounted(row: Row, outcome: unknown): CountedCalls {
  return {
    start: Number(row['start']),
    end: Number(row['end']),
    outcome: outcome === null ? undefined : OUTCOMES[Number(outcome)],
    seconds: Number(row['seconds']),
    histogram: JSON.parse(String(row['histogram'])) as CountedCalls['histogram'],
  };
}

/** Classes of response times: ten for each power of ten, each about a quarter wider than the one before. */
const CLASSES_PER_DECADE = 10;

function queryHistogram(range: TimeRange, filter: CompiledFilter | undefined, ask: Ask): HistogramResult {
  const { sql, parameters } = conditionOf(filter);
  const rows = ask(
    `SELECT CAST(floor(log10(max(t.responsetime, 0.001)) * ${CLASSES_PER_DECADE} + 1e-9) AS INTEGER) AS class,
        sum(t.fault) AS fault, sum(t.fault = 0 AND t.throttle = 1) AS throttle,
        sum(t.fault = 0 AND t.throttle = 0 AND t.error = 1) AS error, count(*) AS count
      FROM trace t WHERE ${sql} AND t.responsetime NOT NULL AND ${RANGE_CONDITIONS.TraceId} GROUP BY class ORDER BY class`,
    parameters,
    range.start,
    range.end,
  );
  const buckets = rows.map((row): HistogramBucket => {
    const [fault, throttle, error, count] = ['fault', 'throttle', 'error', 'count'].map((name) => Number(row[name]));
    const edge = (index: number): number => Number((10 ** (index / CLASSES_PER_DECADE)).toPrecision(4));
    const [failed, slowedDown, wrong, all] = [fault ?? 0, throttle ?? 0, error ?? 0, count ?? 0];
    return {
      from: edge(Number(row['class'])),
      to: edge(Number(row['class']) + 1),
      ok: all - failed - slowedDown - wrong,
      error: wrong,
      throttle: slowedDown,
      fault: failed,
    };
  });
  const traceCount = buckets.reduce((sum, { ok, error, throttle, fault }) => sum + ok + error + throttle + fault, 0);
  return { traceCount, buckets };
}
