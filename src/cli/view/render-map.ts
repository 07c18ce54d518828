import type { Edge, Service, ServiceStatistics } from '../../local/api/xray-api.ts';
import { padEnd, truncateEnd } from '../terminal/display-width.ts';
import { formatDuration } from '../terminal/format-duration.ts';
import { toSafeText } from '../terminal/safe-text.ts';
import { createStyle, type Style } from '../terminal/style.ts';
import type { RenderListOptions } from './render-summary.ts';

/**
 * A map in lines: each node that calls others, with what it did, and below it what it calls. Ends with a line break;
 * empty for an empty map.
 */
export function renderMap(services: readonly Service[], { width, color }: RenderListOptions): string {
  const style = createStyle(color);
  const used = Math.max(40, Math.min(width, 160));
  const names = services.map(nameOf);
  const longest = Math.min(Math.floor(used / 2), Math.max(0, ...names.map((name) => name.length)) + 4);
  const lines = services.flatMap((service, index) => {
    if (service.Edges.length === 0) return [];
    const name = truncateEnd(names[index] ?? '', used - longest);
    const statistics = service.SummaryStatistics;
    const head = `${style.bold(name)}${statistics === undefined ? '' : `  ${describe(statistics, style)}`}`;
    return [head, ...service.Edges.map((edge, place) => renderEdge(edge, place, service, names, longest, style)), ''];
  });
  return lines.length === 0 ? '' : `${lines.join('\n').trimEnd()}\n`;
}

function renderEdge(
  { ReferenceId, SummaryStatistics, EdgeType }: Edge,
  place: number,
  { Edges }: Service,
  names: readonly string[],
  longest: number,
  style: Style,
): string {
  const branch = place === Edges.length - 1 ? '└' : '├';
  const arrow = EdgeType === 'link' ? '┄→' : '─→';
  const name = padEnd(truncateEnd(names[ReferenceId] ?? '', longest), longest);
  return `${branch}${arrow} ${name} ${describe(SummaryStatistics, style)}`;
}

function nameOf({ Name, Type }: Service): string {
  const name = toSafeText(Name);
  if (Type === 'client') return `(client of ${name})`;
  return Type === undefined ? name : `${name} · ${toSafeText(Type)}`;
}

function describe(statistics: ServiceStatistics, style: Style): string {
  const { TotalCount, TotalResponseTime, ErrorStatistics, FaultStatistics } = statistics;
  if (TotalCount === 0) return style.dim('in progress');
  const parts = [`${TotalCount} ×`, formatDuration(TotalResponseTime / TotalCount)];
  const share = (count: number): string => `${Math.max(1, Math.round((count / TotalCount) * 100))} %`;
  if (FaultStatistics.TotalCount > 0) parts.push(style.red(`✖ ${share(FaultStatistics.TotalCount)}`));
  if (ErrorStatistics.ThrottleCount > 0) parts.push(style.magenta(`◆ ${share(ErrorStatistics.ThrottleCount)}`));
  if (ErrorStatistics.OtherCount > 0) parts.push(style.yellow(`▲ ${share(ErrorStatistics.OtherCount)}`));
  return parts.join(' · ');
}
