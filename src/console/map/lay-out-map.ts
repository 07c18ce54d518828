import { Graph, layout } from '@dagrejs/dagre';
import { bundleLeaves, type LeafBundle } from './leaf-bundles.ts';

/** What is to be laid out: nodes and edges as keys, so that nothing but the map's shape decides where things stand. */
export interface MapShape {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Callers left of what they call, or above. */
  readonly direction: 'LR' | 'TB';
  /** Width by height of the room that it is shown in, which it is drawn apart to fill; as it comes unless given. */
  readonly aspect?: number;
}

/** Centre of a node, or a bend of an edge. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

/** Where everything stands, in the order of {@link MapShape}. */
export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly MapPoint[];
  /** The bends between its ends. */
  readonly edges: readonly (readonly MapPoint[])[];
  readonly direction: MapShape['direction'];
}

/** The room for a node: the ring, and two lines of text below. */
const NODE_WIDTH = 152;
const NODE_HEIGHT = 124;

/** From here on edges keep no room for their labels, which are then shown one at a time, and leaves stand in blocks. */
const MANY_EDGES = 60;

/** How far a map is drawn apart in one direction: the more nodes, the more their names need it. */
const MOST_STRETCH = 1.5;
const MOST_STRETCH_LARGE = 2.6;

/** Lays out a map in layers. The same shape always gives the same layout. */
export function layOutMap(shape: MapShape): MapLayout {
  const { nodes, edges, direction } = shape;
  const isLarge = edges.length >= MANY_EDGES;
  const bundles = isLarge ? bundleLeaves(shape) : [];
  const bundleOf = new Map(bundles.flatMap((bundle) => bundle.leaves.map((leaf) => [leaf, bundle] as const)));
  const placeName = (key: string): string => bundleOf.get(key)?.name ?? key;
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction,
    nodesep: 16,
    edgesep: 12,
    ranksep: isLarge ? 70 : 34,
    marginx: 40,
    marginy: 24,
  });
  for (const key of nodes) if (!bundleOf.has(key)) graph.setNode(key, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { name, columns, rows } of bundles)
    graph.setNode(name, { width: columns * NODE_WIDTH, height: rows * NODE_HEIGHT });
  const label = isLarge ? {} : { width: 100, height: 20, labelpos: 'c' as const };
  for (const [index, [from, to]] of edges.entries()) {
    const [source, target] = [placeName(from), placeName(to)];
    const isKnown = graph.hasNode(source) && graph.hasNode(target);
    if (isKnown && source !== target) graph.setEdge(source, target, { ...label }, String(index));
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const laidOut: MapLayout = {
    width,
    height,
    direction,
    nodes: nodes.map((key) => {
      const bundle = bundleOf.get(key);
      return bundle === undefined
        ? pointOf(graph.node(key))
        : placeInBundle(bundle, key, pointOf(graph.node(bundle.name)));
    }),
    edges: edges.map(([from, to], index) => {
      // Within a block each leaf has its own line, straight from the caller.
      if (bundleOf.has(to)) return [];
      const edge: unknown = graph.edge(placeName(from), placeName(to), String(index));
      return ((edge as { points?: MapPoint[] } | undefined)?.points ?? []).slice(1, -1).map(pointOf);
    }),
  };
  return stretch(laidOut, shape.aspect, isLarge ? MOST_STRETCH_LARGE : MOST_STRETCH);
}

/** Moves nodes apart, in one direction, as far as the room's proportions ask for. */
function stretch(laidOut: MapLayout, aspect: number | undefined, most: number): MapLayout {
  const { width, height } = laidOut;
  if (aspect === undefined || width === 0 || height === 0) return laidOut;
  const wanted = (aspect * height) / width;
  const byX = Math.min(most, Math.max(1, wanted));
  const byY = Math.min(most, Math.max(1, 1 / wanted));
  const move = ({ x, y }: MapPoint): MapPoint => ({ x: x * byX, y: y * byY });
  return {
    ...laidOut,
    width: width * byX,
    height: height * byY,
    nodes: laidOut.nodes.map(move),
    edges: laidOut.edges.map((points) => points.map(move)),
  };
}

function placeInBundle({ leaves, columns, rows }: LeafBundle, key: string, middle: MapPoint): MapPoint {
  const index = leaves.indexOf(key);
  return {
    x: middle.x + ((index % columns) - (columns - 1) / 2) * NODE_WIDTH,
    y: middle.y + (Math.floor(index / columns) - (rows - 1) / 2) * NODE_HEIGHT,
  };
}

function pointOf(value: unknown): MapPoint {
  const { x = 0, y = 0 } = (value ?? {}) as Partial<MapPoint>;
  return { x, y };
}
