import type { JSX } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { formatCount, formatRate, formatShare } from '../format/numbers.ts';
import { OutcomeMark } from '../outcome/outcome-mark.tsx';
import { type Outcome, OUTCOMES, OUTCOME_WORDS } from '../outcome/outcome.ts';
import { Histogram } from '../parts/histogram.tsx';
import { Icon } from '../parts/icon.tsx';
import { formatRoute } from '../route/route.ts';
import type { TimeRange } from '../route/time-range.ts';
import { navigate } from '../shell/navigation.ts';
import { decimal, edgeCondition, serviceCondition } from '../traces/filter-expression.ts';
import { bucketsOf, percentileOf } from '../traces/histogram-bars.ts';
import { type MapEdge, type MapModel, type MapNode, type MapTraffic, nameOf } from './map-model.ts';
import { describeType } from './node-type.ts';

interface MapPanelProps {
  readonly map: MapModel;
  readonly selected: string | undefined;
  readonly timeRange: TimeRange;
  readonly onClose: () => void;
}

/** The figures of a node or an edge, and the ways from it to its traces. */
export function MapPanel({ map, selected, timeRange, onClose }: MapPanelProps): JSX.Element | null {
  const chosen = findChosen(map, selected);
  if (chosen === undefined) return null;
  const { title, subtitle, traffic, condition } = chosen;
  const hrefOf = (inner?: string): string => formatRoute({ view: 'traces', filter: condition(inner), timeRange });
  return (
    <aside class="panel map-panel" aria-label={title}>
      <header class="panel-head">
        <div>
          <h2>
            <bdi>{title}</bdi>
          </h2>
          <p class="quiet">{subtitle}</p>
        </div>
        <button class="button-quiet" type="button" title="Close (Esc)" onClick={onClose}>
          <Icon name="close" />
          <span class="hidden">Close</span>
        </button>
      </header>
      {traffic === undefined ? (
        <p class="quiet">
          {map.nodes.find(({ key }) => key === selected)?.isClient ? 'Whoever calls from outside.' : 'No traffic now.'}
        </p>
      ) : (
        <Figures
          traffic={traffic}
          hrefOf={hrefOf}
          onSelect={(from, to) =>
            navigate({
              view: 'traces',
              filter: condition(`responsetime >= ${decimal(from)} AND responsetime <= ${decimal(to)}`),
              timeRange,
            })
          }
        />
      )}
      <a class="button button-main" href={hrefOf()}>
        Show the traces
      </a>
      <Neighbours map={map} selected={selected} timeRange={timeRange} />
    </aside>
  );
}

interface Chosen {
  readonly title: string;
  readonly subtitle: string;
  readonly traffic: MapTraffic | undefined;
  readonly condition: (inner?: string) => string;
}

function findChosen({ nodes, edges }: MapModel, selected: string | undefined): Chosen | undefined {
  const node = nodes.find(({ key }) => key === selected);
  if (node !== undefined) {
    const { name, type, traffic } = node;
    return { title: name, subtitle: describeType(type), traffic, condition: conditionOf(node, edges) };
  }
  const edge = edges.find(({ key }) => key === selected);
  if (edge === undefined) return undefined;
  const [from, to] = [edge.from, edge.to].map((end) => nodes.find(({ key }) => key === end));
  if (from === undefined || to === undefined) return undefined;
  return {
    title: `${from.name} → ${to.name}`,
    subtitle: edge.isLink ? 'Linked through a queue' : 'As the caller saw it',
    traffic: edge.traffic,
    // X-Ray has no edges from clients; what they call is what they see.
    condition: (inner) => (from.isClient ? serviceCondition(to.name, inner) : edgeCondition(from.name, to.name, inner)),
  };
}

/** Who calls a node and what it calls: the ways to its edges for who uses no mouse. */
function Neighbours({ map, selected, timeRange }: Omit<MapPanelProps, 'onClose'>): JSX.Element | null {
  const edges = map.edges.filter(({ from, to }) => from === selected || to === selected);
  if (edges.length === 0) return null;
  return (
    <section class="panel-part" aria-label="Edges">
      <h3>Edges</h3>
      <ul class="neighbours">
        {edges.map(({ key, from, to, traffic }) => (
          <li key={key}>
            <a href={formatRoute({ view: 'map', timeRange, node: key })}>
              <span class="quiet">{from === selected ? 'to' : 'from'}</span>
              <bdi>{map.nodes.find((node) => node.key === (from === selected ? to : from))?.name}</bdi>
              <span class="numbers quiet">{traffic === undefined ? '' : formatDuration(traffic.averageResponse)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FiguresProps {
  readonly traffic: MapTraffic;
  readonly hrefOf: (inner?: string) => string;
  readonly onSelect: (from: number, to: number) => void;
}

function Figures({ traffic, hrefOf, onSelect }: FiguresProps): JSX.Element {
  const buckets = bucketsOf(traffic.histogram);
  const slow = percentileOf(buckets, 0.95);
  return (
    <>
      <dl class="figures">
        <Figure name="Requests" value={formatCount(traffic.total)} />
        <Figure name="Rate" value={traffic.perSecond === undefined ? '–' : formatRate(traffic.perSecond)} />
        <Figure name="Average" value={formatDuration(traffic.averageResponse)} />
        <Figure name="p95" value={slow === undefined ? '–' : formatDuration(slow)} />
      </dl>
      <ul class="outcomes">
        {OUTCOMES.map((outcome) => (
          <OutcomeLine key={outcome} outcome={outcome} traffic={traffic} href={hrefOf(outcome)} />
        ))}
      </ul>
      <section aria-label="Response times" class="panel-part">
        <h3>Response time</h3>
        <Histogram buckets={buckets} onSelect={onSelect} />
      </section>
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="numbers">{value}</dd>
    </div>
  );
}

interface OutcomeLineProps {
  readonly outcome: Outcome;
  readonly traffic: MapTraffic;
  readonly href: string;
}

function OutcomeLine({ outcome, traffic, href }: OutcomeLineProps): JSX.Element {
  const count = traffic.counts[outcome];
  const share = traffic.total === 0 ? 0 : count / traffic.total;
  const content = (
    <>
      <OutcomeMark outcome={outcome} />
      <span>{OUTCOME_WORDS[outcome].name}</span>
      <span class="outcome-bar">
        <span class={`fill-${outcome}`} style={{ width: `${share * 100}%` }} />
      </span>
      <span class="numbers">{formatCount(count)}</span>
      <span class="numbers quiet">{formatShare(share)}</span>
    </>
  );
  return (
    <li>
      {count === 0 ? (
        <span class="outcome-line">{content}</span>
      ) : (
        <a class="outcome-line" href={href}>
          {content}
        </a>
      )}
    </li>
  );
}

/** Traces of a client are those of what it calls. */
function conditionOf(node: MapNode, edges: readonly MapEdge[]): (inner?: string) => string {
  const called = edges.find(({ from }) => from === node.key)?.to;
  const name = node.isClient && called !== undefined ? nameOf(called) : node.name;
  return (inner) => serviceCondition(name, inner);
}
