import type { MapPoint } from './lay-out-map.ts';
import type { MapNode } from './map-model.ts';

/** Of a letter of a name on a map seen from afar, in pixels; as in map.css. */
const LETTER_WIDTH = 6.6;
const LINE_HEIGHT = 14;

/** Longer names are cut. */
export const MOST_LETTERS = 22;

/** Of a node's ring, in units of the map, and its stroke in pixels. */
const RADIUS = 33;
const STROKE = 2;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The keys of the nodes whose names stand below them without covering one another, or other nodes, when the map is seen
 * at this scale: the busiest first, so that more appear the nearer one looks.
 */
export function findVisibleNames(
  nodes: readonly MapNode[],
  placeOf: (key: string) => MapPoint,
  scale: number,
): ReadonlySet<string> {
  const taken = nodes.map(({ key }): Box => {
    const { x, y } = placeOf(key);
    const reach = RADIUS * scale + STROKE;
    const [left, right] = [x * scale - reach, x * scale + reach];
    return { left, right, top: y * scale - reach, bottom: y * scale + reach };
  });
  const visible = new Set<string>();
  const busiest = [...nodes].sort((a, b) => (b.traffic?.total ?? 0) - (a.traffic?.total ?? 0));
  for (const { key, name } of busiest) {
    const { x, y } = placeOf(key);
    const half = (Math.min(Array.from(name).length, MOST_LETTERS) * LETTER_WIDTH) / 2;
    const top = y * scale + RADIUS * scale + STROKE;
    const box = { left: x * scale - half, right: x * scale + half, top, bottom: top + LINE_HEIGHT };
    if (taken.some((other) => isOver(box, other))) continue;
    taken.push(box);
    visible.add(key);
  }
  return visible;
}

function isOver(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
