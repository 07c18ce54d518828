import type { FilterResult } from '../api/console-api.ts';
import { completeFilter, type KnownValues } from '../filter/complete-filter.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import type { TraceQueries } from '../query/trace-queries.ts';
import type { Answering } from './api-endpoint.ts';
import { readFilter } from './filter-fields.ts';
import type { GroupStore } from './group-store.ts';
import { optionalText } from './read-fields.ts';
import { readRange } from './read-operations.ts';
import { invalidRequest } from './xray-fault.ts';

/** POST /console/NAME, by name: questions too long for a URL. */
export function createConsoleWrites(
  queries: TraceQueries,
  groups: GroupStore,
  known: KnownValues,
): Readonly<Record<string, Answering>> {
  return {
    filter(fields): FilterResult {
      const expression = optionalText(fields, 'expression') ?? '';
      const parsed = parseFilter(expression);
      const { cursor } = fields;
      if (cursor !== undefined && !Number.isSafeInteger(cursor)) throw invalidRequest('"cursor" is no whole number.');
      return {
        ...(!parsed.ok && { error: parsed.error }),
        completions:
          cursor === undefined
            ? { from: 0, items: [] }
            : completeFilter(expression.slice(0, Math.max(0, Number(cursor))), known),
      };
    },
    map: (fields) => queries.serviceGraph(readRange(fields), readFilter(fields, groups.resolve)),
    histogram: (fields) => queries.histogram(readRange(fields), readFilter(fields, groups.resolve)),
  };
}
