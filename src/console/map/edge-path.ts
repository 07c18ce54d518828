import type { MapPoint } from './lay-out-map.ts';

/**
 * An edge as an SVG path: a smooth line through its bends that leaves one ring and reaches the other in the direction
 * of the layout, with room for the arrow's head.
 */
export function edgePath(
  bends: readonly MapPoint[],
  from: MapPoint,
  to: MapPoint,
  radius: number,
  direction: 'LR' | 'TB',
): string {
  const isAcross = direction === 'LR';
  const sign = (isAcross ? to.x >= from.x : to.y >= from.y) ? 1 : -1;
  // Downwards the line begins below the name.
  const start = beside(from, isAcross || sign < 0 ? sign * (radius + 4) : radius + ROOM_FOR_NAME, isAcross);
  const end = beside(to, -sign * (radius + 9), isAcross);
  let path = `M${at(start)}`;
  let last = start;
  for (const next of [...bends, end]) {
    const [middleX, middleY] = [(last.x + next.x) / 2, (last.y + next.y) / 2];
    const [leave, reach] = isAcross
      ? [
          { x: middleX, y: last.y },
          { x: middleX, y: next.y },
        ]
      : [
          { x: last.x, y: middleY },
          { x: next.x, y: middleY },
        ];
    path += `C${at(leave)} ${at(reach)} ${at(next)}`;
    last = next;
  }
  return path;
}

/** Name and type stand below the ring. */
const ROOM_FOR_NAME = 42;

/** A call of itself: a loop above the ring. */
export function loopPath({ x, y }: MapPoint, radius: number): string {
  return `M${at({ x: x - 12, y: y - radius - 3 })}C${at({ x: x - 34, y: y - radius - 40 })} ${at({ x: x + 34, y: y - radius - 40 })} ${at({ x: x + 12, y: y - radius - 8 })}`;
}

/** Where an edge's label stands: on the line. */
export function middleOf(bends: readonly MapPoint[], from: MapPoint, to: MapPoint): MapPoint {
  return bends[Math.floor(bends.length / 2)] ?? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

/** An arc of a ring, from one share of the circle to another; shares begin at the top and go clockwise. */
export function arcPath({ x, y }: MapPoint, radius: number, from: number, to: number): string {
  const [start, end] = [from, to].map((share) => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  }) as [MapPoint, MapPoint];
  return `M${at(start)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(end)}`;
}

function beside({ x, y }: MapPoint, distance: number, isAcross: boolean): MapPoint {
  return isAcross ? { x: x + distance, y } : { x, y: y + distance };
}

function at({ x, y }: MapPoint): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
