import { Graph, layout } from '@dagrejs/dagre';

/** What is to be laid out: nodes and edges as keys, so that nothing but the map's shape decides where things stand. */
export interface MapShape {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Callers left of what they call, or above. */
  readonly direction: 'LR' | 'TB';
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
export const NODE_WIDTH = 152;
/** As {@link NODE_WIDTH}. */
export const NODE_HEIGHT = 124;

/** From here on edges keep no room for their labels, which are then shown one at a time. */
const MANY_EDGES = 80;

/** Lays out a map in layers. The same shape always gives the same layout. */
export function layOutMap({ nodes, edges, direction }: MapShape): MapLayout {
  const graph = new Graph({ multigraph: true });
  const isWide = edges.length < MANY_EDGES;
  graph.setGraph({ rankdir: direction, nodesep: 20, edgesep: 16, ranksep: isWide ? 34 : 90, marginx: 24, marginy: 24 });
  for (const [index] of nodes.entries()) graph.setNode(String(index), { width: NODE_WIDTH, height: NODE_HEIGHT });
  const places = new Map(nodes.map((key, index) => [key, String(index)]));
  const label = isWide ? { width: 100, height: 20, labelpos: 'c' as const } : {};
  for (const [index, [from, to]] of edges.entries()) {
    const [source, target] = [places.get(from), places.get(to)];
    if (source !== undefined && target !== undefined && source !== target)
      graph.setEdge(source, target, { ...label }, String(index));
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    direction,
    nodes: nodes.map((_, index) => pointOf(graph.node(String(index)))),
    edges: edges.map(([from, to], index) => {
      const edge: unknown = graph.edge(places.get(from) ?? '', places.get(to) ?? '', String(index));
      return ((edge as { points?: MapPoint[] } | undefined)?.points ?? []).slice(1, -1).map(pointOf);
    }),
  };
}

function pointOf(value: unknown): MapPoint {
  const { x = 0, y = 0 } = (value ?? {}) as Partial<MapPoint>;
  return { x, y };
}
