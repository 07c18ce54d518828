import type { HttpBlock, SegmentDocument } from '../../xray/segment-document.ts';
import type { TraceNode } from './trace-tree.ts';

/** What filters ask of a part of a trace, or of one that stands for several. */
export interface PartFacts {
  readonly url: string | undefined;
  readonly method: string | undefined;
  readonly agent: string | undefined;
  readonly ip: string | undefined;
  readonly status: number | undefined;
  /** Of all parts together; undefined where none has any. */
  readonly marks: PartMarks | undefined;
}

/** What any part of several may have. */
export interface PartMarks {
  readonly users: readonly string[];
  readonly zones: readonly string[];
  readonly instances: readonly string[];
  readonly arns: readonly string[];
  readonly annotations: readonly Annotation[];
}

/** An annotation. */
export interface Annotation {
  readonly key: string;
  readonly value: string | number | boolean;
}

/** Of parts that say nothing, of which there are many. */
export const NO_FACTS: PartFacts = {
  url: undefined,
  method: undefined,
  agent: undefined,
  ip: undefined,
  status: undefined,
  marks: undefined,
};

const NONE: readonly never[] = [];

/** Where a document that is prepared for digests has its facts, so that the blocks that tell them need not be kept. */
export const FACTS = Symbol('facts');

/** The facts of a document without those inside of it. */
export function factsOf(document: SegmentDocument & { readonly [FACTS]?: PartFacts }): PartFacts {
  return document[FACTS] ?? createFacts(document.http, marksOf(document));
}

/** HTTP of the first of several parts, and marks of all. */
export function factsOfParts(nodes: readonly TraceNode[]): PartFacts {
  const [first, ...others] = nodes;
  if (first === undefined) return NO_FACTS;
  const facts = factsOf(first.document);
  let { marks } = facts;
  // In one list: a trace may have ten thousand parts with annotations.
  let annotations: Annotation[] | undefined;
  for (const { document } of others) {
    const own = factsOf(document).marks;
    if (own === undefined) continue;
    if (marks === undefined) {
      marks = own;
      continue;
    }
    if (own.annotations.length > 0) {
      annotations ??= [...marks.annotations];
      for (const annotation of own.annotations) annotations.push(annotation);
    }
    marks = joinTextMarks(marks, own);
  }
  if (marks !== undefined && annotations !== undefined) marks = { ...marks, annotations };
  return marks === facts.marks ? facts : { ...facts, marks };
}

/** A segment and the subsegments in it, without other segments. */
export function insideOf(segment: TraceNode): readonly TraceNode[] {
  const inside = [segment];
  // The list grows while it is walked.
  for (const { children } of inside) for (const child of children) if (!child.isSegment) inside.push(child);
  return inside;
}

function createFacts(http: HttpBlock | undefined, marks: PartMarks | undefined): PartFacts {
  if (http === undefined && marks === undefined) return NO_FACTS;
  const request = http?.request;
  const status = Number(http?.response?.status ?? 0);
  return {
    url: request?.url,
    method: request?.method,
    agent: request?.user_agent,
    ip: request?.client_ip,
    status: status > 0 ? status : undefined,
    marks,
  };
}

function marksOf({ user, aws, resource_arn, annotations }: SegmentDocument): PartMarks | undefined {
  const ec2 = aws?.ec2;
  const ecs = aws?.ecs;
  const users = listTexts(user);
  const zones = listTexts(ec2?.availability_zone, ecs?.availability_zone);
  const instances = listTexts(ec2?.instance_id);
  const arns = listTexts(resource_arn, ecs?.container_arn);
  const listed = annotations === undefined ? NONE : listAnnotations(annotations);
  const count = users.length + zones.length + instances.length + arns.length + listed.length;
  return count === 0 ? undefined : { users, zones, instances, arns, annotations: listed };
}

/** Nearly always there is none, for which nothing is made. */
function listTexts(first: string | null | undefined, second?: string | null): readonly string[] {
  if (!isFilled(first)) return isFilled(second) ? [second] : NONE;
  return isFilled(second) ? [first, second] : [first];
}

function isFilled(text: string | null | undefined): text is string {
  return typeof text === 'string' && text !== '';
}

function listAnnotations(annotations: NonNullable<SegmentDocument['annotations']>): readonly Annotation[] {
  const list: Annotation[] = [];
  for (const [key, raw] of Object.entries(annotations)) {
    const value = typeof raw === 'bigint' ? Number(raw) : raw;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') list.push({ key, value });
  }
  return list;
}

/** All but annotations: the first one itself where the second has nothing new, which is so for all parts of a service. */
function joinTextMarks(a: PartMarks, b: PartMarks): PartMarks {
  if (a === b) return a;
  const users = joinTexts(a.users, b.users);
  const zones = joinTexts(a.zones, b.zones);
  const instances = joinTexts(a.instances, b.instances);
  const arns = joinTexts(a.arns, b.arns);
  const isSame = users === a.users && zones === a.zones && instances === a.instances && arns === a.arns;
  return isSame ? a : { users, zones, instances, arns, annotations: a.annotations };
}

function joinTexts(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a;
  const news = b.filter((text) => !a.includes(text));
  return news.length === 0 ? a : [...a, ...news];
}
