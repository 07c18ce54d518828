import type { FaultRootCause, ResponseTimeRootCause } from '../api/xray-api.ts';
import { type CallShapes, createCallShapes } from './call-shapes.ts';
import type { PartFacts } from './part-facts.ts';
import { coverageOf, type SlowestPath, toSlowCauses, wayOf } from './root-causes.ts';

/** The slow cause of a trace: what many traces have in common, and its own figures. */
export interface SharedSlowest {
  /** Without coverage. */
  readonly causes: readonly ResponseTimeRootCause[];
  /** Of each entity, in order. */
  readonly coverage: readonly number[];
}

/** What the digests of many traces have in common is there once; what is the same need not be. */
export interface DigestPool extends CallShapes {
  shareFacts(facts: PartFacts): PartFacts;
  shareFailures(causes: readonly FaultRootCause[]): readonly FaultRootCause[];
  shareSlowest(path: SlowestPath): SharedSlowest;
}

/** With more of a kind it begins anew. */
const MAX_SHARED = 20_000;

/** Of facts with the same URL; those of more clients or statuses stay apart. */
const MAX_ALIKE = 8;

const NONE: readonly never[] = [];

/** A pool that has nothing yet. */
export function createDigestPool(): DigestPool {
  const factsByUrl = new Map<string | undefined, PartFacts[]>();
  const failures = new Map<string, readonly FaultRootCause[]>();
  const slowest = new Map<string, readonly ResponseTimeRootCause[]>();
  return {
    ...createCallShapes(),
    shareFacts(facts) {
      // Users and annotations are mostly others in each trace.
      if (facts.marks !== undefined && (facts.marks.users.length > 0 || facts.marks.annotations.length > 0)) {
        return facts;
      }
      const alike = factsByUrl.get(facts.url);
      if (alike === undefined) {
        if (factsByUrl.size >= MAX_SHARED) factsByUrl.clear();
        factsByUrl.set(facts.url, [facts]);
        return facts;
      }
      for (const known of alike) if (known === facts || saysTheSame(known, facts)) return known;
      if (alike.length < MAX_ALIKE) alike.push(facts);
      return facts;
    },
    shareFailures: (causes) => (causes.length === 0 ? NONE : share(failures, JSON.stringify(causes), () => causes)),
    shareSlowest: (path) =>
      path.nodes.length === 0
        ? { causes: NONE, coverage: NONE }
        : { causes: share(slowest, wayOf(path), () => toSlowCauses(path)), coverage: coverageOf(path) },
  };
}

function share<Value>(shared: Map<string, Value>, key: string, create: () => Value): Value {
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size >= MAX_SHARED) shared.clear();
  const value = create();
  shared.set(key, value);
  return value;
}

/** Of facts without users and annotations, with the same URL. */
function saysTheSame(a: PartFacts, b: PartFacts): boolean {
  if (a.status !== b.status || a.method !== b.method || a.ip !== b.ip || a.agent !== b.agent) return false;
  if (a.marks === undefined || b.marks === undefined) return a.marks === b.marks;
  const { zones, instances, arns } = a.marks;
  return isEqual(zones, b.marks.zones) && isEqual(instances, b.marks.instances) && isEqual(arns, b.marks.arns);
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
