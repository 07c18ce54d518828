import type { JSX } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { formatRate } from '../format/numbers.ts';
import { worstOutcome } from '../outcome/outcome.ts';
import { edgePath, loopPath, middleOf } from './edge-path.ts';
import type { MapPoint } from './lay-out-map.ts';
import type { MapEdge, MapTraffic } from './map-model.ts';
import { LIFT, RADIUS } from './map-node.tsx';

interface MapEdgeProps {
  readonly edge: MapEdge;
  readonly points: readonly MapPoint[];
  /** The middles of the nodes' rooms. */
  readonly from: MapPoint;
  readonly to: MapPoint;
  readonly direction: 'LR' | 'TB';
  readonly isNear: boolean;
  readonly isSelected: boolean;
  readonly hasLabel: boolean;
  readonly onSelect: (key: string) => void;
  readonly onLook: (key: string | undefined) => void;
}

/** Calls from one node to another: the busier the thicker, dashed through a queue. */
export function MapEdgeLine(props: MapEdgeProps): JSX.Element {
  const { edge, points, from, to, direction, isNear, isSelected, hasLabel, onSelect, onLook } = props;
  const [start, end] = [lifted(from), lifted(to)];
  const path =
    edge.from === edge.to ? loopPath(start, RADIUS) : edgePath(bendsOf(points), start, end, RADIUS, direction);
  const { traffic } = edge;
  const worst = traffic === undefined ? 'ok' : worstOutcome(traffic.counts);
  const middle =
    edge.from === edge.to ? { x: start.x, y: start.y - RADIUS - 34 } : middleOf(bendsOf(points), start, end);
  return (
    <g
      class="edge"
      data-outcome={worst}
      data-link={edge.isLink}
      data-near={isNear}
      data-quiet={traffic === undefined}
      data-selected={isSelected}
      onClick={() => onSelect(edge.key)}
      onPointerEnter={() => onLook(edge.key)}
      onPointerLeave={() => onLook(undefined)}
    >
      <path class="edge-reach" d={path} />
      <path
        class="edge-line"
        d={path}
        stroke-width={traffic === undefined ? 1.25 : Math.min(4, 1.25 + Math.log10(1 + traffic.total) * 0.6)}
        marker-end={`url(#arrow-${isNear ? 'near' : 'rest'})`}
      />
      {traffic !== undefined && hasLabel ? <EdgeLabel traffic={traffic} place={middle} /> : null}
    </g>
  );
}

function EdgeLabel({ traffic, place }: { readonly traffic: MapTraffic; readonly place: MapPoint }): JSX.Element {
  const time = formatDuration(traffic.averageResponse);
  const rate = traffic.perSecond === undefined ? '' : formatRate(traffic.perSecond);
  const width = (time.length + rate.length) * 5.4 + (rate === '' ? 16 : 22);
  return (
    <g class="edge-label" transform={`translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`}>
      <rect x={-width / 2} y="-9" width={width} height="18" rx="9" />
      <text y="3.8">
        <tspan class="edge-time">{time}</tspan>
        {rate === '' ? null : <tspan dx="6">{rate}</tspan>}
      </text>
    </g>
  );
}

/** The layout leads edges to the middle of a node's room; its ring stands above that, and the bends with it. */
function bendsOf(points: readonly MapPoint[]): readonly MapPoint[] {
  return points.map(lifted);
}

function lifted({ x, y }: MapPoint): MapPoint {
  return { x, y: y - LIFT };
}
