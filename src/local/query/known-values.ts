import type { KnownValues } from '../filter/complete-filter.ts';
import { LIST_KEYWORDS, TRACE_PLACE } from '../filter/filter-scopes.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import type { MapNode } from './map-node.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Traces that are looked through for values; the youngest ones. */
const RECENT_TRACES = 2000;
const MAX_VALUES = 200;

type Values = (traces: TraceColumns, row: number) => readonly unknown[];

/** What recent traces have that expressions may name; alphabetical. */
export function createKnownValues(archive: TraceArchive): KnownValues {
  const collect = (valuesOf: Values): readonly string[] => {
    const found = new Set<string>();
    const traces = archive.columns();
    for (const row of archive.rowsNewestFirst().slice(0, RECENT_TRACES)) {
      for (const value of valuesOf(traces, row)) if (typeof value === 'string' && value !== '') found.add(value);
    }
    return [...found].sort().slice(0, MAX_VALUES);
  };
  return {
    annotationKeys: () => collect(({ facts }, row) => facts[row]?.marks?.annotations.map(({ key }) => key) ?? []),
    valuesOf(keyword) {
      const values = valuesOfKeyword(keyword);
      return values === undefined ? [] : collect(values);
    },
  };
}

function valuesOfKeyword(keyword: string): Values | undefined {
  const key = /^annotation\.(.+)$/.exec(keyword)?.[1];
  if (key !== undefined) {
    return ({ facts }, row) =>
      facts[row]?.marks?.annotations.flatMap((found) => (found.key === key ? [found.value] : [])) ?? [];
  }
  if (keyword === 'name' || keyword === 'type')
    return (traces, row) => nodesOf(traces, row).map((node) => node[keyword]);
  const list = LIST_KEYWORDS[keyword];
  if (list !== undefined) return ({ facts }, row) => facts[row]?.marks?.[list] ?? [];
  const valueOf = keyword.startsWith('http.') ? TRACE_PLACE.values[keyword] : undefined;
  return valueOf && ((traces, row) => [valueOf(traces, row)]);
}

function nodesOf({ calls, firstCall, callCount }: TraceColumns, row: number): readonly MapNode[] {
  const first = firstCall[row] ?? 0;
  const shapes = calls.shape.slice(first, first + (callCount[row] ?? 0));
  const nodes = shapes.flatMap(({ source, target }) => (source === undefined ? [target] : [source, target]));
  return nodes.filter(({ type }) => type !== 'client');
}
