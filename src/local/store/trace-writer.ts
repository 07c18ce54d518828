import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { factsOfEdge, factsOfTarget, factsOfTrace } from '../query/call-facts.ts';
import type { Call, Observation } from '../query/calls.ts';
import { toHistogramValue } from '../query/histogram-value.ts';
import { listNodes, type TraceFacts } from '../query/summarize-trace.ts';
import { traceIdTime } from '../query/time-range.ts';
import type { CallShapes } from './call-shapes.ts';

/** A trace's row. */
export interface TraceRow {
  readonly seq: number;
  readonly revision: number;
}

/** Writes and deletes traces, and knows how much there is. */
export interface TraceWriter {
  readonly counts: { readonly traces: number; readonly documents: number; readonly bytes: number };
  find(traceId: string): TraceRow | undefined;
  /** Writes what is known of a trace now, over what is in its row, and puts JSON documents to those that it has. */
  write(seq: number | undefined, facts: TraceFacts, fresh: readonly string[], documentCount: number): TraceRow;
  /** Puts calls to those of a trace. */
  writeCalls(seq: number, calls: readonly Call[]): void;
  /** JSON lists of documents in the order of their arrival. */
  readChunks(seq: number): readonly string[];
  /** Deletes traces until a twentieth of the limits is free, and gives their ids. */
  deleteOldest(limits: { readonly documents: number; readonly bytes: number }): readonly string[];
}

/** Columns that each writing sets anew, in the order of `valuesOf`. */
const COLUMNS = [
  'documents',
  'bytes',
  'id_time',
  'start',
  'end',
  'duration',
  'responsetime',
  'fault',
  'error',
  'throttle',
  'partial',
  'url',
  'method',
  'status',
  'agent',
  'ip',
  'facts',
  'fault_causes',
  'error_causes',
  'slow_causes',
  'summary',
] as const;

/** A writer for a database with the schema. */
export function createTraceWriter(database: DatabaseSync, shapes: CallShapes): TraceWriter {
  const marks = COLUMNS.map(() => '?').join(', ');
  const insertTrace = database.prepare(
    `INSERT INTO trace (${COLUMNS.join(', ')}, trace_id, arrived, revision) VALUES (${marks}, ?, ?, 1)`,
  );
  const updateTrace = database.prepare(
    `UPDATE trace SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')}, revision = revision + 1 WHERE seq = ?`,
  );
  const findTrace = database.prepare('SELECT seq, revision, documents, bytes FROM trace WHERE trace_id = ?');
  const insertChunk = database.prepare('INSERT INTO chunk VALUES (?, ?)');
  const readChunk = database.prepare('SELECT documents FROM chunk WHERE trace = ? ORDER BY rowid');
  const insertCall = database.prepare('INSERT INTO call VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const deleteCalls = database.prepare('DELETE FROM call WHERE trace = ?');
  const counts = readCounts(database);

  const writeCalls = (seq: number, calls: readonly Call[]): void => {
    for (const call of calls) insertCall.run(seq, shapes.idOf(call), ...callValues(call));
  };
  const insert = (values: SQLInputValue[], { Id, MatchedEventTime }: TraceFacts['summary']): TraceRow => {
    counts.traces += 1;
    return { seq: Number(insertTrace.run(...values, Id, MatchedEventTime).lastInsertRowid), revision: 1 };
  };
  return {
    counts,
    find(traceId) {
      const row = findTrace.get(traceId);
      return row && { seq: Number(row['seq']), revision: Number(row['revision']) };
    },
    write(seq, facts, fresh, documentCount) {
      const chunk = fresh.length === 0 ? '' : `[${fresh.join(',')}]`;
      const before = seq === undefined ? undefined : findTrace.get(facts.summary.Id);
      const bytes = Number(before?.['bytes'] ?? 0) + chunk.length;
      const values = valuesOf(facts, documentCount, bytes);
      let row: TraceRow;
      if (before === undefined) row = insert(values, facts.summary);
      else {
        row = { seq: Number(before['seq']), revision: Number(before['revision']) + 1 };
        updateTrace.run(...values, row.seq);
        deleteCalls.run(row.seq);
      }
      counts.documents += documentCount - Number(before?.['documents'] ?? 0);
      counts.bytes += chunk.length;
      if (fresh.length > 0) insertChunk.run(row.seq, chunk);
      writeCalls(row.seq, facts.calls);
      return row;
    },
    writeCalls,
    readChunks: (seq) => readChunk.all(seq).map((row) => String(row['documents'])),
    deleteOldest: (limits) => deleteOldest(database, counts, limits),
  };
}

type Counts = { -readonly [Key in keyof TraceWriter['counts']]: number };

function readCounts(database: DatabaseSync): Counts {
  const row = database
    .prepare('SELECT count(*) AS traces, total(documents) AS documents, total(bytes) AS bytes FROM trace')
    .get();
  return { traces: Number(row?.['traces']), documents: Number(row?.['documents']), bytes: Number(row?.['bytes']) };
}

function valuesOf({ summary, roots }: TraceFacts, documents: number, bytes: number): SQLInputValue[] {
  const { FaultRootCauses, ErrorRootCauses, ResponseTimeRootCauses, Http, ...rest } = summary;
  const root = roots.find(({ isSegment }) => isSegment) ?? roots[0];
  const facts = factsOfTrace(root, listNodes(roots));
  return [
    documents,
    bytes,
    traceIdTime(summary.Id, summary.StartTime),
    summary.StartTime,
    summary.StartTime + summary.Duration,
    summary.Duration,
    summary.ResponseTime ?? null,
    Number(summary.HasFault),
    Number(summary.HasError),
    Number(summary.HasThrottle),
    Number(summary.IsPartial),
    Http.HttpURL ?? null,
    Http.HttpMethod ?? null,
    Http.HttpStatus ?? null,
    Http.UserAgent ?? null,
    Http.ClientIp ?? null,
    toJson(facts),
    listToJson(FaultRootCauses),
    listToJson(ErrorRootCauses),
    listToJson(ResponseTimeRootCauses),
    JSON.stringify({ ...rest, Http }),
  ];
}

function callValues(call: Call): SQLInputValue[] {
  const { own, edge } = call;
  const { start, end } = edge ?? own;
  const ownFacts = toJson(factsOfTarget(call));
  const edgeFacts = call.isInferred ? ownFacts : call.caller === undefined ? null : toJson(factsOfEdge(call));
  return [
    Math.min(start, own.start),
    Math.max(end, own.end),
    edge === undefined ? null : millisOf(edge),
    millisOf(own),
    edge === undefined || edge.outcome === undefined ? null : edge.end - edge.start,
    own.outcome === undefined ? null : own.end - own.start,
    ownFacts,
    edgeFacts,
  ];
}

/** As histograms count it. */
function millisOf({ start, end, outcome }: Observation): number | null {
  return outcome === undefined ? null : Math.round(toHistogramValue(end - start) * 1000);
}

function toJson(value: object): string | null {
  for (const _key in value) return JSON.stringify(value);
  return null;
}

function listToJson(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list);
}

function deleteOldest(database: DatabaseSync, counts: Counts, limits: Omit<Counts, 'traces'>): readonly string[] {
  const evicted: string[] = [];
  const oldest = database.prepare('SELECT seq, trace_id, documents, bytes FROM trace ORDER BY seq');
  let last = 0;
  for (const row of oldest.iterate()) {
    if (counts.documents <= limits.documents * FILL && counts.bytes <= limits.bytes * FILL) break;
    last = Number(row['seq']);
    evicted.push(String(row['trace_id']));
    counts.traces -= 1;
    counts.documents -= Number(row['documents']);
    counts.bytes -= Number(row['bytes']);
  }
  database.exec('BEGIN');
  database.prepare('DELETE FROM chunk WHERE trace <= ?').run(last);
  database.prepare('DELETE FROM call WHERE trace <= ?').run(last);
  database.prepare('DELETE FROM link WHERE trace <= ?').run(last);
  database.prepare('DELETE FROM trace WHERE seq <= ?').run(last);
  database.exec('COMMIT');
  return evicted;
}

/** How full a store is after making room. */
const FILL = 0.95;
