import type { DocumentMap, SegmentDocument } from '../../xray/segment-document.ts';
import type { Call } from './calls.ts';
import type { TraceNode } from './trace-tree.ts';

/** What filters may ask of one side of a call, or of a trace; short, for there are many. */
export interface Facts {
  readonly url?: string;
  readonly method?: string;
  readonly status?: number;
  readonly agent?: string;
  readonly ip?: string;
  readonly users?: readonly string[];
  readonly zones?: readonly string[];
  readonly instances?: readonly string[];
  readonly arns?: readonly string[];
  /** By `annotationField`. */
  readonly annotations?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  readonly partial?: 1;
}

/** The facts of what a call led to: its segment with the work inside, or the call itself where nothing answers. */
export function factsOfTarget({ node }: Call): Facts {
  return factsOfNodes(node, node.isSegment ? insideOf(node) : [node]);
}

/** The facts of the call as its caller recorded it; a client records nothing. */
export function factsOfEdge({ caller, node }: Call): Facts {
  const recorded = caller ?? node;
  return factsOfNodes(recorded, [recorded]);
}

/** The facts of a whole trace: HTTP of its root, everything else of any part. */
export function factsOfTrace(root: TraceNode | undefined, nodes: readonly TraceNode[]): Facts {
  return root === undefined ? {} : factsOfNodes(root, nodes);
}

/** A segment and the subsegments in it, without other segments and without calls that leave it. */
function insideOf(segment: TraceNode): readonly TraceNode[] {
  const inside = [segment];
  // The list grows while it is walked.
  for (const { children } of inside) for (const child of children) if (!child.isSegment) inside.push(child);
  return inside;
}

function factsOfNodes({ document }: TraceNode, nodes: readonly TraceNode[]): Facts {
  const { url, method, user_agent: agent, client_ip: ip } = document.http?.request ?? {};
  const status = Number(document.http?.response?.status ?? 0);
  return {
    ...(url !== undefined && { url }),
    ...(method !== undefined && { method }),
    ...(status > 0 && { status }),
    ...(agent !== undefined && { agent }),
    ...(ip !== undefined && { ip }),
    ...some('users', nodes, ({ user }) => [user]),
    ...some('zones', nodes, ({ aws }) => [aws?.ec2?.availability_zone, aws?.ecs?.availability_zone]),
    ...some('instances', nodes, ({ aws }) => [aws?.ec2?.instance_id]),
    ...some('arns', nodes, ({ resource_arn, aws }) => [resource_arn, aws?.ecs?.container_arn]),
    ...someAnnotations(nodes),
    ...(document.in_progress === true && { partial: 1 }),
  };
}

function some(
  name: string,
  nodes: readonly TraceNode[],
  textsOf: (document: SegmentDocument) => readonly (string | null | undefined)[],
): Facts {
  const texts = new Set<string>();
  for (const { document } of nodes) {
    for (const text of textsOf(document)) if (typeof text === 'string' && text !== '') texts.add(text);
  }
  return texts.size === 0 ? {} : { [name]: [...texts] };
}

function someAnnotations(nodes: readonly TraceNode[]): Pick<Facts, 'annotations'> {
  const found = new Map<string, Set<string | number | boolean>>();
  for (const { document } of nodes) if (document.annotations !== undefined) collect(document.annotations, found);
  if (found.size === 0) return {};
  return { annotations: Object.fromEntries([...found].map(([field, values]) => [field, [...values]])) };
}

function collect(annotations: DocumentMap, found: Map<string, Set<string | number | boolean>>): void {
  for (const [key, raw] of Object.entries(annotations)) {
    const value = typeof raw === 'bigint' ? Number(raw) : raw;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    const field = annotationField(key);
    const values = found.get(field) ?? new Set();
    found.set(field, values.add(value));
  }
}

/** An annotation's key as paths into JSON can name it: SQLite's have no escape for quotes. */
export function annotationField(key: string): string {
  return key.replaceAll(/[^\w.-]/gu, (character) => `%${(character.codePointAt(0) ?? 0).toString(16)};`);
}
