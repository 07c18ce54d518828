import type { MapNode } from '../query/map-node.ts';
import type { Annotation } from '../query/part-facts.ts';
import type { CallDigest, TraceDigest } from '../query/trace-digest.ts';
import { EDGE_PLACE, type FilterPlace, LIST_KEYWORDS, SERVICE_PLACE, TRACE_PLACE } from './filter-scopes.ts';
import type { AnnotationFilter, Filter, Selector } from './filter.ts';
import { compareValues, compileCause } from './match-cause.ts';

/** Whether a filter takes a trace. */
export type CompiledFilter = (trace: TraceDigest) => boolean;

/** Finds the filter of a group; undefined for a group that takes every trace. Throws when there is no such group. */
export type ResolveGroup = (by: 'name' | 'arn', value: string) => Filter | undefined;

/** The condition that a filter is; throws what `resolveGroup` throws. */
export function compileFilter(filter: Filter, resolveGroup: ResolveGroup): CompiledFilter {
  return new FilterCompiler(resolveGroup).compile(filter, TRACE_PLACE);
}

/** Groups may name groups; so deep and no deeper, in case they name themselves. */
const MAX_GROUP_DEPTH = 5;

type Test<Place> = (place: Place) => boolean;

const ALWAYS = (): boolean => true;
const NEVER = (): boolean => false;

class FilterCompiler {
  readonly #resolveGroup: ResolveGroup;
  #groupDepth = 0;

  constructor(resolveGroup: ResolveGroup) {
    this.#resolveGroup = resolveGroup;
  }

  compile<Place>(filter: Filter, place: FilterPlace<Place>): Test<Place> {
    switch (filter.kind) {
      case 'and': {
        const parts = filter.parts.map((part) => this.compile(part, place));
        return (item) => parts.every((test) => test(item));
      }
      case 'or': {
        const parts = filter.parts.map((part) => this.compile(part, place));
        return (item) => parts.some((test) => test(item));
      }
      case 'not': {
        const test = this.compile(filter.part, place);
        return (item) => !test(item);
      }
      case 'flag': {
        const flag = place.flags[filter.keyword] ?? NEVER;
        return filter.value ? flag : (item) => !flag(item);
      }
      case 'present':
      case 'number':
      case 'text':
        return compileValue(filter, place);
      case 'annotation':
        return compileAnnotation(filter, place);
      case 'service':
      case 'edge':
        return this.#compileCall(filter, place);
      case 'rootcause': {
        const causesOf = place.causes?.[filter.cause];
        const test = compileCause(filter);
        return causesOf === undefined ? NEVER : (item) => test(causesOf(item));
      }
      case 'rootcause-json': {
        const lists = Object.values(place.causes ?? {});
        const test = compileCause(filter);
        return (item) => lists.some((causesOf) => causesOf(item).length > 0 && test(causesOf(item)));
      }
      case 'group':
        return this.#compileGroup(this.#resolveGroup(filter.by, filter.value), place);
    }
  }

  /** What the trace scope has calls of; elsewhere the grammar has no such filters. */
  #compileCall<Place>(
    filter: Extract<Filter, { readonly kind: 'service' | 'edge' }>,
    { calls: callsOf }: FilterPlace<Place>,
  ): Test<Place> {
    if (callsOf === undefined) return NEVER;
    const test = filter.kind === 'service' ? this.#testTarget(filter) : this.#testEdge(filter);
    return (item) => callsOf(item).some(test);
  }

  #testTarget({ selector, inner }: Extract<Filter, { readonly kind: 'service' }>): Test<CallDigest> {
    const selects = compileSelector(selector);
    const test = inner === undefined ? ALWAYS : this.compile(inner, SERVICE_PLACE);
    return (call) => selects(call.shape.target) && test(call);
  }

  #testEdge({ source, target, inner }: Extract<Filter, { readonly kind: 'edge' }>): Test<CallDigest> {
    const [isSource, isTarget] = [compileSelector(source), compileSelector(target)];
    const test = inner === undefined ? ALWAYS : this.compile(inner, EDGE_PLACE);
    return (call) => {
      const { shape } = call;
      return shape.source !== undefined && isSource(shape.source) && isTarget(shape.target) && test(call);
    };
  }

  #compileGroup<Place>(filter: Filter | undefined, place: FilterPlace<Place>): Test<Place> {
    if (filter === undefined) return ALWAYS;
    if (this.#groupDepth === MAX_GROUP_DEPTH) return NEVER;
    this.#groupDepth += 1;
    const test = this.compile(filter, place);
    this.#groupDepth -= 1;
    return test;
  }
}

function compileValue<Place>(
  filter: Extract<Filter, { readonly kind: 'present' | 'number' | 'text' }>,
  { values, marks }: FilterPlace<Place>,
): Test<Place> {
  const valueOf = values[filter.keyword];
  const test: Test<number | string | undefined> =
    filter.kind === 'present'
      ? (value) => value !== undefined
      : (value) => compareValues(value, filter.operator, filter.value);
  if (valueOf !== undefined) return (item) => test(valueOf(item));
  const list = LIST_KEYWORDS[filter.keyword];
  return list === undefined ? NEVER : (item) => marks(item)?.[list].some(test) ?? false;
}

function compileAnnotation<Place>(filter: AnnotationFilter, place: FilterPlace<Place>): Test<Place> {
  const { key, side } = filter;
  const test = testAnnotation(filter.test);
  const marks = (side === 'destination' ? place.calledMarks : undefined) ?? place.marks;
  return (item) => marks(item)?.annotations.some((found) => found.key === key && test(found)) ?? false;
}

function testAnnotation(test: AnnotationFilter['test']): Test<Annotation> {
  if (test === undefined) return ALWAYS;
  const { operator, value: wanted } = test;
  if (typeof wanted !== 'boolean') return ({ value }) => compareValues(value, operator, wanted);
  return ({ value }) => {
    const truth = toTruth(value);
    return truth !== undefined && (truth === wanted) === (operator === '=');
  };
}

function toTruth(value: Annotation['value']): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

function compileSelector(selector: Selector | undefined): Test<MapNode> {
  if (selector === undefined) return ALWAYS;
  const { name, type, accountId } = selector;
  return (node) =>
    (name === undefined || node.name === name) &&
    (type === undefined || node.type === type) &&
    (accountId === undefined || node.accountId === accountId);
}
