import type { TraceQueries } from '../query/trace-queries.ts';
import { type Fields, optionalText, requiredTexts, requiredTime } from './read-fields.ts';
import { invalidRequest } from './xray-fault.ts';

/** Answers an operation; throws an XRayFault to say no. */
export type Operation = (fields: Fields) => unknown;

/** What X-Ray takes in one call of BatchGetTraces. */
const MAX_TRACE_IDS = 5;

/** X-Ray's operations that read traces, by their path. */
export function createReadOperations(queries: TraceQueries): Readonly<Record<string, Operation>> {
  return {
    TraceSummaries: (fields) =>
      queries.summaries({
        ...readRange(fields),
        type: readRangeType(fields),
        offset: readToken(fields),
      }),
    Traces(fields) {
      const ids = requiredTexts(fields, 'TraceIds');
      if (ids.length === 0) throw invalidRequest('Zero trace ids provided');
      if (ids.length > MAX_TRACE_IDS) throw invalidRequest(`Too many trace ids provided: at most ${MAX_TRACE_IDS}`);
      return queries.traces(ids);
    },
    ServiceGraph: (fields) => queries.serviceGraph(readRange(fields)),
    TraceGraph(fields) {
      const ids = requiredTexts(fields, 'TraceIds');
      if (ids.length === 0) throw invalidRequest('Zero trace ids provided');
      return queries.traceGraph(ids);
    },
  };
}

function readRange(fields: Fields): { readonly start: number; readonly end: number } {
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

function readToken(fields: Fields): number {
  const token = optionalText(fields, 'NextToken') ?? '';
  if (token === '') return 0;
  if (!/^\d{1,9}$/.test(token)) throw invalidRequest('Invalid NextToken');
  return Number(token);
}
