import { worstOutcome } from '../outcome/outcome.ts';
import type { MapLayout, MapPoint } from './lay-out-map.ts';
import type { MapEdge, MapNode } from './map-model.ts';

/** Of a letter of a name on a map seen from afar, in pixels; as in map.css. */
const LETTER_WIDTH = 6.6;
const LINE_HEIGHT = 14;
/** Between a ring and a name beside it. */
const GAP = 4;

/** Between a name and the ring of another node, which it would seem to belong to. */
const CLEARANCE = 5;
/** How far names may stand out of the map. */
const MARGIN = 10;
/** The best first. */
const SIDES: readonly NameSide[] = ['below', 'right', 'above', 'left'];

/** Longer names are cut. */
export const MOST_LETTERS = 22;

/** Of a node's ring, in units of the map, and its stroke in pixels. */
const RADIUS = 33;
const STROKE = 2;

/** Where a name stands, seen from its ring. */
export type NameSide = 'below' | 'right' | 'above' | 'left';

/** A map as far as its names need it. */
export interface NamedMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly Pick<MapEdge, 'from' | 'to'>[];
  readonly layout: Pick<MapLayout, 'direction' | 'width' | 'height'>;
  readonly placeOf: (key: string) => MapPoint;
}

/** In pixels. */
export interface NameBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The names, by key, that stand beside their nodes without covering one another or other nodes when the map is seen at
 * this scale: those of nodes in trouble first, then the busiest, so that more appear the nearer one looks.
 */
export function findVisibleNames(map: NamedMap, scale: number): ReadonlyMap<string, NameSide> {
  const { nodes, edges, layout, placeOf } = map;
  const rings = nodes.map(({ key }) => ({ key, box: widen(ringBox(placeOf(key), scale), CLEARANCE) }));
  const page = widen({ left: 0, right: layout.width * scale, top: 0, bottom: layout.height * scale }, MARGIN);
  const callers = new Set(edges.map(({ from }) => from));
  const names: NameBox[] = [];
  const visible = new Map<string, NameSide>();
  for (const node of [...nodes].sort(byImportance)) {
    const others = rings.filter(({ key }) => key !== node.key);
    // Calls leave to the right, where the layout goes to the right.
    const sides = SIDES.filter((side) => side !== 'right' || layout.direction === 'TB' || !callers.has(node.key));
    for (const side of sides) {
      const box = boxOfName(node, placeOf(node.key), side, scale);
      const isFree = !others.some((other) => isOver(box, other.box)) && !names.some((name) => isOver(box, name));
      if (!isFree || box.left < page.left || box.right > page.right) continue;
      names.push(box);
      visible.set(node.key, side);
      break;
    }
  }
  return visible;
}

/** The room that a name takes on a side of its node. */
export function boxOfName(node: MapNode, { x, y }: MapPoint, side: NameSide, scale: number): NameBox {
  const isTroubled = node.traffic !== undefined && worstOutcome(node.traffic.counts) !== 'ok';
  const letters = Math.min(Array.from(node.name).length, MOST_LETTERS) + (isTroubled ? 2 : 0);
  const width = letters * LETTER_WIDTH;
  const { left, right, top, bottom } = ringBox({ x, y }, scale);
  const middle = (left + right) / 2;
  if (side === 'below')
    return { left: middle - width / 2, right: middle + width / 2, top: bottom, bottom: bottom + LINE_HEIGHT };
  if (side === 'above')
    return { left: middle - width / 2, right: middle + width / 2, top: top - LINE_HEIGHT, bottom: top };
  const height = y * scale;
  if (side === 'left') {
    return {
      left: left - GAP - width,
      right: left - GAP,
      top: height - LINE_HEIGHT / 2,
      bottom: height + LINE_HEIGHT / 2,
    };
  }
  return {
    left: right + GAP,
    right: right + GAP + width,
    top: height - LINE_HEIGHT / 2,
    bottom: height + LINE_HEIGHT / 2,
  };
}

function ringBox({ x, y }: MapPoint, scale: number): NameBox {
  const reach = RADIUS * scale + STROKE;
  return { left: x * scale - reach, right: x * scale + reach, top: y * scale - reach, bottom: y * scale + reach };
}

function widen({ left, right, top, bottom }: NameBox, by: number): NameBox {
  return { left: left - by, right: right + by, top, bottom };
}

function byImportance(a: MapNode, b: MapNode): number {
  const faults = (b.traffic?.counts.fault ?? 0) - (a.traffic?.counts.fault ?? 0);
  return faults === 0 ? (b.traffic?.total ?? 0) - (a.traffic?.total ?? 0) : faults;
}

function isOver(a: NameBox, b: NameBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
