import { isRate, isRecord } from '../../xray/sampling-rule.ts';
import type { ResolveGroup } from '../filter/compile-filter.ts';
import type { PageEnd, TraceQueries } from '../query/trace-queries.ts';
import type { Answering } from './api-endpoint.ts';
import { toKeptTraceId } from './asked-trace-id.ts';
import { readFilter } from './filter-fields.ts';
import type { GroupStore } from './group-store.ts';
import { type Fields, optionalText, requiredTexts, requiredTime } from './read-fields.ts';
import { invalidRequest } from './xray-fault.ts';

/** What X-Ray takes in one call of BatchGetTraces. */
const MAX_TRACE_IDS = 5;

/** X-Ray's operations that read traces, by their path. */
export function createReadOperations(queries: TraceQueries, groups: GroupStore): Readonly<Record<string, Answering>> {
  return {
    TraceSummaries(fields) {
      const { end, ...page } = queries.summaries({
        ...readRange(fields),
        type: readRangeType(fields),
        filter: readFilter(fields, groups.resolve),
        share: readShare(fields),
        after: readToken(fields),
      });
      return { ...page, ...(end && { NextToken: `${end.start} ${end.seq}` }) };
    },
    Traces(fields) {
      const asked = new Map(readTraceIds(fields, MAX_TRACE_IDS).map((id) => [toKeptTraceId(id), id]));
      const { Traces, UnprocessedTraceIds } = queries.traces([...asked.keys()]);
      return { Traces, UnprocessedTraceIds: UnprocessedTraceIds.map((id) => asked.get(id) ?? id) };
    },
    ServiceGraph: (fields) => queries.serviceGraph(readRange(fields), readGroup(fields, groups.resolve)),
    TraceGraph(fields) {
      return queries.traceGraph([...new Set(readTraceIds(fields, MAX_TRACE_IDS).map(toKeptTraceId))]);
    },
  };
}

/** A range of time that does not end before it starts. */
export function readRange(fields: Fields): { readonly start: number; readonly end: number } {
  const start = requiredTime(fields, 'StartTime');
  const end = requiredTime(fields, 'EndTime');
  if (end < start) throw invalidRequest('End time cannot be earlier than start time');
  return { start, end };
}

function readRangeType(fields: Fields): 'TraceId' | 'Event' | 'Service' {
  const type = optionalText(fields, 'TimeRangeType') ?? 'TraceId';
  if (type === 'TraceId' || type === 'Event' || type === 'Service') return type;
  throw invalidRequest('"TimeRangeType" is none of TraceId, Event, Service.');
}

/** The share of traces that a fixed rate asks for; a partial scan, which X-Ray may cut short, is whole here. */
function readShare({ SamplingStrategy: strategy }: Fields): number {
  if (strategy === undefined || strategy === null) return 1;
  if (!isRecord(strategy)) throw invalidRequest('"SamplingStrategy" is not an object.');
  const { Name = 'PartialScan', Value = 1 } = strategy;
  if (Name !== 'PartialScan' && Name !== 'FixedRate') {
    throw invalidRequest('"SamplingStrategy" has a "Name" that is none of PartialScan, FixedRate.');
  }
  if (!isRate(Value)) throw invalidRequest('"SamplingStrategy" has a "Value" that is no number from 0 to 1.');
  return Name === 'FixedRate' ? Value : 1;
}

function readTraceIds(fields: Fields, most: number): readonly string[] {
  const ids = requiredTexts(fields, 'TraceIds');
  if (ids.length === 0) throw invalidRequest('Zero trace ids provided');
  if (ids.length > most) throw invalidRequest(`Too many trace ids provided: at most ${most}`);
  return ids;
}

/** The filter of the named group: the map is that of its traces. */
function readGroup(fields: Fields, resolveGroup: ResolveGroup): ReturnType<typeof readFilter> {
  const name = optionalText(fields, 'GroupName') ?? '';
  const arn = optionalText(fields, 'GroupARN') ?? '';
  if (name === '' && arn === '') return undefined;
  const expression = name === '' ? `group.arn = ${JSON.stringify(arn)}` : `group.name = ${JSON.stringify(name)}`;
  return readFilter({ FilterExpression: expression }, resolveGroup);
}

function readToken(fields: Fields): PageEnd | undefined {
  const token = optionalText(fields, 'NextToken') ?? '';
  if (token === '') return undefined;
  const [, start, seq] = /^(-?\d+(?:\.\d+)?(?:e[+-]\d+)?) (\d+)$/.exec(token) ?? [];
  if (start === undefined || seq === undefined) throw invalidRequest('Invalid NextToken');
  return { start: Number(start), seq: Number(seq) };
}
