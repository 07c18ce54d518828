import { DEFAULT_RANGE, formatTimeRange, parseTimeRange, type TimeRange } from './time-range.ts';

/** Where in the console one is; everything in it is in the address, so that each view can be linked to. */
export type Route =
  | { readonly view: 'traces'; readonly filter: string; readonly timeRange: TimeRange }
  | { readonly view: 'trace'; readonly traceId: string; readonly row?: string; readonly tab?: TraceTab }
  | { readonly view: 'raw'; readonly traceId: string }
  | { readonly view: 'map'; readonly timeRange: TimeRange; readonly node?: string }
  | { readonly view: 'sampling' }
  | { readonly view: 'lint' }
  | { readonly view: 'cost'; readonly requestsPerSecond?: number; readonly sampledShare?: number };

/** The tabs beside the timeline. */
export const TRACE_TABS = ['overview', 'resources', 'annotations', 'metadata', 'exceptions', 'sql', 'raw'] as const;

/** One of {@link TRACE_TABS}. */
export type TraceTab = (typeof TRACE_TABS)[number];

/**
 * Reads the part of an address from `#` on. The routes are those of X-Ray's own console: `#/traces?filter=…`,
 * `#/traces/ID`, `#/service-map?timeRange=PT1H`. What is unknown leads to the list of traces.
 */
export function parseRoute(hash: string): Route {
  const [path, query] = divide(hash.replace(/^#\/?/, ''), '?');
  const parameters = new URLSearchParams(query);
  const timeRange = parseTimeRange(parameters.get('timeRange') ?? '') ?? DEFAULT_RANGE;
  const [place, id, below] = path.split('/').map(decode);
  if (place === 'traces' && id !== undefined && id !== '') {
    if (below === 'raw') return { view: 'raw', traceId: id };
    const row = parameters.get('row');
    const tab = TRACE_TABS.find((name) => name === parameters.get('tab'));
    return { view: 'trace', traceId: id, ...(row ? { row } : {}), ...(tab ? { tab } : {}) };
  }
  if (place === 'service-map') {
    const node = parameters.get('node');
    return { view: 'map', timeRange, ...(node ? { node } : {}) };
  }
  if (place === 'sampling') return { view: 'sampling' };
  if (place === 'lint') return { view: 'lint' };
  if (place === 'cost') return { view: 'cost', ...costOf(parameters) };
  return { view: 'traces', filter: parameters.get('filter') ?? '', timeRange };
}

/** Writes a route so that {@link parseRoute} reads it: `#/traces?filter=fault`. */
export function formatRoute(route: Route): string {
  switch (route.view) {
    case 'traces':
      return withQuery('#/traces', { filter: route.filter, timeRange: rangeText(route.timeRange) });
    case 'trace':
      return withQuery(`#/traces/${encodeURIComponent(route.traceId)}`, { row: route.row, tab: route.tab });
    case 'raw':
      return `#/traces/${encodeURIComponent(route.traceId)}/raw`;
    case 'map':
      return withQuery('#/service-map', { timeRange: rangeText(route.timeRange), node: route.node });
    case 'sampling':
      return '#/sampling';
    case 'lint':
      return '#/lint';
    case 'cost':
      return withQuery('#/cost', {
        requestsPerSecond: route.requestsPerSecond?.toString(),
        sampledShare: route.sampledShare?.toString(),
      });
  }
}

function rangeText(range: TimeRange): string {
  const text = formatTimeRange(range);
  return text === formatTimeRange(DEFAULT_RANGE) ? '' : text;
}

function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

function costOf(parameters: URLSearchParams): { requestsPerSecond?: number; sampledShare?: number } {
  const requestsPerSecond = positive(parameters.get('requestsPerSecond'));
  const sampledShare = positive(parameters.get('sampledShare'));
  return {
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(sampledShare === undefined || sampledShare > 1 ? {} : { sampledShare }),
  };
}

function positive(text: string | null): number | undefined {
  const value = Number(text ?? '');
  return text !== null && text !== '' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function divide(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A stray percent sign is no reason to show nothing.
  }
}
