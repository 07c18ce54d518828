import type { KnownValues } from '../filter/complete-filter.ts';
import { LIST_KEYWORDS, TRACE_PLACE } from '../filter/filter-scopes.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import type { MapNode } from './map-node.ts';
import type { TraceDigest } from './trace-digest.ts';

/** Traces that are looked through for values; the youngest ones. */
const RECENT_TRACES = 2000;
const MAX_VALUES = 200;

type Values = (trace: TraceDigest) => readonly unknown[];

/** What recent traces have that expressions may name; alphabetical. */
export function createKnownValues(archive: TraceArchive): KnownValues {
  const collect = (valuesOf: Values): readonly string[] => {
    const found = new Set<string>();
    for (const { digest } of archive.newestFirst().slice(0, RECENT_TRACES)) {
      for (const value of valuesOf(digest)) if (typeof value === 'string' && value !== '') found.add(value);
    }
    return [...found].sort().slice(0, MAX_VALUES);
  };
  return {
    annotationKeys: () => collect(({ facts }) => facts.marks?.annotations.map(({ key }) => key) ?? []),
    valuesOf(keyword) {
      const values = valuesOfKeyword(keyword);
      return values === undefined ? [] : collect(values);
    },
  };
}

function valuesOfKeyword(keyword: string): Values | undefined {
  const key = /^annotation\.(.+)$/.exec(keyword)?.[1];
  if (key !== undefined) {
    return ({ facts }) => facts.marks?.annotations.flatMap((found) => (found.key === key ? [found.value] : [])) ?? [];
  }
  if (keyword === 'name' || keyword === 'type') return (trace) => nodesOf(trace).map((node) => node[keyword]);
  const list = LIST_KEYWORDS[keyword];
  if (list !== undefined) return ({ facts }) => facts.marks?.[list] ?? [];
  const valueOf = keyword.startsWith('http.') ? TRACE_PLACE.values[keyword] : undefined;
  return valueOf && ((trace) => [valueOf(trace)]);
}

function nodesOf({ calls }: TraceDigest): readonly MapNode[] {
  const nodes = calls.flatMap(({ shape: { source, target } }) => (source === undefined ? [target] : [source, target]));
  return nodes.filter(({ type }) => type !== 'client');
}
