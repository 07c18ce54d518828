import type { JSX } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { formatRate, formatShare } from '../format/numbers.ts';
import { OUTCOME_WORDS, worstOutcome } from '../outcome/outcome.ts';
import { arcPath } from './edge-path.ts';
import type { MapPoint } from './lay-out-map.ts';
import { type MapNode, type MapTraffic, ringOf } from './map-model.ts';
import { describeType, type NodeShape, shapeOf } from './node-type.ts';
import { MOST_LETTERS, type NameSide } from './visible-names.ts';

/** Of the ring, in units of the map. */
export const RADIUS = 33;

/** How far the ring stands above the middle of the room that the layout gives a node. */
export const LIFT = 20;

interface MapNodeProps {
  readonly node: MapNode;
  /** The middle of its room. */
  readonly place: MapPoint;
  readonly isSelected: boolean;
  /** It, or something that calls it or that it calls, is chosen or looked at. */
  readonly isNear: boolean;
  /** Whether its name is shown even where there is no room. */
  readonly isTold: boolean;
  /** Where there is room for its name; absent where there is none from afar. */
  readonly side: NameSide | undefined;
  readonly onSelect: (key: string) => void;
  readonly onLook: (key: string | undefined) => void;
}

/** A node: a ring in X-Ray's colours by share, response time and rate in it, name and type below. */
export function MapNodeMark(props: MapNodeProps): JSX.Element {
  const { node, place, isSelected, isNear, isTold, side, onSelect, onLook } = props;
  const { key, name, type, traffic } = node;
  return (
    <g
      class="node"
      data-shape={shapeOf(type)}
      data-quiet={traffic === undefined && !node.isClient}
      data-selected={isSelected}
      data-near={isNear}
      data-told={isTold}
      data-named={side !== undefined}
      data-side={side}
      role="button"
      tabIndex={0}
      aria-pressed={isSelected}
      aria-label={describe(node)}
      style={{ transform: `translate(${place.x}px, ${place.y - LIFT}px)` }}
      onClick={() => onSelect(key)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onSelect(key);
      }}
      onPointerEnter={() => onLook(key)}
      onPointerLeave={() => onLook(undefined)}
      onFocus={() => onLook(key)}
      onBlur={() => onLook(undefined)}
    >
      <title>{name}</title>
      <circle class="node-reach" r={RADIUS} />
      <circle class="node-halo" r={RADIUS + 9} />
      <circle class="node-face" r={RADIUS} />
      {traffic === undefined ? null : <Ring traffic={traffic} />}
      <NodeIcon shape={shapeOf(type)} isAlone={traffic === undefined} />
      {traffic === undefined ? null : (
        <>
          <text class="node-time" y="6">
            {formatDuration(traffic.averageResponse)}
          </text>
          {traffic.perSecond === undefined ? null : (
            <text class="node-rate" y="19">
              {formatRate(traffic.perSecond)}
            </text>
          )}
          <Trouble traffic={traffic} />
        </>
      )}
      <Name node={node} />
      <text class="node-type" y={RADIUS + 35}>
        {node.isClient ? '' : shorten(describeType(type), 26)}
      </text>
    </g>
  );
}

/** From afar with the letter of what went wrong, where nothing else tells it but a colour. */
function Name({ node: { name, traffic } }: { readonly node: MapNode }): JSX.Element {
  const worst = traffic === undefined ? 'ok' : worstOutcome(traffic.counts);
  return (
    <text class="node-name" y={RADIUS + 20}>
      {worst === 'ok' ? null : (
        <tspan class={`far-trouble trouble-${worst}`}>{`${OUTCOME_WORDS[worst].letter} `}</tspan>
      )}
      {shorten(name, MOST_LETTERS)}
    </text>
  );
}

function Ring({ traffic }: { readonly traffic: MapTraffic }): JSX.Element {
  let from = 0;
  const arcs = ringOf(traffic).map(({ outcome, share }) => {
    const arc = { outcome, share, from };
    from += share;
    return arc;
  });
  return (
    <>
      {arcs.map(({ outcome, share, from }) =>
        share > 0.999 ? (
          <circle key={outcome} class={`ring ring-${outcome}`} r={RADIUS} />
        ) : (
          <path key={outcome} class={`ring ring-${outcome}`} d={arcPath({ x: 0, y: 0 }, RADIUS, from, from + share)} />
        ),
      )}
    </>
  );
}

/** The gravest trouble as a letter and a share, for who does not see the ring's colours. */
function Trouble({ traffic }: { readonly traffic: MapTraffic }): JSX.Element | null {
  const worst = worstOutcome(traffic.counts);
  if (worst === 'ok') return null;
  const text = `${OUTCOME_WORDS[worst].letter} ${formatShare(traffic.counts[worst] / traffic.total)}`;
  const width = 12 + text.length * 6;
  return (
    <g class={`trouble trouble-${worst}`} transform={`translate(${RADIUS - 10} ${-RADIUS - 4})`}>
      <rect width={width} height="17" rx="8.5" />
      <text x={width / 2} y="12.2">
        {text}
      </text>
    </g>
  );
}

const ICONS: Readonly<Record<NodeShape, string>> = {
  client: 'M0-7a4 4 0 1 0 0 8 4 4 0 0 0 0-8M-8 9c1-4 4-6 8-6s7 2 8 6',
  service: 'M-6-4h12v8h-12zM-3 0h.1M0 0h6',
  aws: 'M-4.5 5a3.5 3.5 0 0 1-.5-7A5 5 0 0 1 4.5-3a4 4 0 0 1-.5 8z',
  database: 'M-6-4c0-1.4 2.5-2.5 6-2.5s6 1.1 6 2.5-2.5 2.5-6 2.5-6-1.1-6-2.5v8c0 1.4 2.5 2.5 6 2.5s6-1.1 6-2.5v-8',
  remote: 'M0-7a7 7 0 1 0 0 14 7 7 0 0 0 0-14M-7 0h14M0-7c2.5 2.5 2.5 11.5 0 14M0-7c-2.5 2.5-2.5 11.5 0 14',
};

function NodeIcon({ shape, isAlone }: { readonly shape: NodeShape; readonly isAlone: boolean }): JSX.Element {
  return <path class="node-icon" d={ICONS[shape]} transform={isAlone ? 'scale(1.6)' : 'translate(0 -15) scale(.8)'} />;
}

function describe({ name, type, traffic }: MapNode): string {
  if (traffic === undefined) return `${name}, ${describeType(type)}`;
  const worst = worstOutcome(traffic.counts);
  const trouble =
    worst === 'ok' ? 'all OK' : `${OUTCOME_WORDS[worst].name} ${formatShare(traffic.counts[worst] / traffic.total)}`;
  const rate = traffic.perSecond === undefined ? '' : `${formatRate(traffic.perSecond)}, `;
  return `${name}, ${describeType(type)}, ${formatDuration(traffic.averageResponse)}, ${rate}${trouble}`;
}

function shorten(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
