import type { MapNode } from '../query/map-node.ts';
import type { Annotation } from '../query/part-facts.ts';
import type { CallColumns, TraceColumns } from '../query/trace-columns.ts';
import {
  EDGE_PLACE,
  type FilterPlace,
  LIST_KEYWORDS,
  type ReadRow,
  SERVICE_PLACE,
  someCall,
  TRACE_PLACE,
} from './filter-scopes.ts';
import type { AnnotationFilter, Filter, Selector } from './filter.ts';
import { compileCause, createComparison } from './match-cause.ts';

/** Whether a filter takes the trace in a row. */
export type CompiledFilter = Test<TraceColumns>;

type Test<Columns> = ReadRow<Columns, boolean>;

/** Finds the filter of a group; undefined for a group that takes every trace. Throws when there is no such group. */
export type ResolveGroup = (by: 'name' | 'arn', value: string) => Filter | undefined;

/** The condition that a filter is; throws what `resolveGroup` throws. */
export function compileFilter(filter: Filter, resolveGroup: ResolveGroup): CompiledFilter {
  return new FilterCompiler(resolveGroup).compile(filter, TRACE_PLACE);
}

/** Groups may name groups; so deep and no deeper, in case they name themselves. */
const MAX_GROUP_DEPTH = 5;

const ALWAYS = (): boolean => true;
const NEVER = (): boolean => false;

class FilterCompiler {
  readonly #resolveGroup: ResolveGroup;
  #groupDepth = 0;

  constructor(resolveGroup: ResolveGroup) {
    this.#resolveGroup = resolveGroup;
  }

  compile<Columns>(filter: Filter, place: FilterPlace<Columns>): Test<Columns> {
    switch (filter.kind) {
      case 'and':
        return allOf(filter.parts.map((part) => this.compile(part, place)));
      case 'or':
        return someOf(filter.parts.map((part) => this.compile(part, place)));
      case 'not':
        return not(this.compile(filter.part, place));
      case 'flag': {
        const flag = place.flags[filter.keyword] ?? NEVER;
        return filter.value ? flag : not(flag);
      }
      case 'present':
      case 'number':
      case 'text':
        return compileValue(filter, place);
      case 'annotation':
        return compileAnnotation(filter, place);
      case 'service':
        return inTraces(place, someCall(this.#testTarget(filter)));
      case 'edge':
        return inTraces(place, someCall(this.#testEdge(filter)));
      case 'rootcause':
      case 'rootcause-json':
        return inTraces(place, compileCause(filter));
      case 'group':
        return this.#compileGroup(this.#resolveGroup(filter.by, filter.value), place);
    }
  }

  #testTarget({ selector, inner }: Extract<Filter, { readonly kind: 'service' }>): Test<CallColumns> {
    const selects = compileSelector(selector);
    const test = inner === undefined ? ALWAYS : this.compile(inner, SERVICE_PLACE);
    return (calls, row) => {
      const target = calls.shape[row]?.target;
      return target !== undefined && selects(target) && test(calls, row);
    };
  }

  #testEdge({ source, target, inner }: Extract<Filter, { readonly kind: 'edge' }>): Test<CallColumns> {
    const [isSource, isTarget] = [compileSelector(source), compileSelector(target)];
    const test = inner === undefined ? ALWAYS : this.compile(inner, EDGE_PLACE);
    return (calls, row) => {
      const shape = calls.shape[row];
      return shape?.source !== undefined && isSource(shape.source) && isTarget(shape.target) && test(calls, row);
    };
  }

  #compileGroup<Columns>(filter: Filter | undefined, place: FilterPlace<Columns>): Test<Columns> {
    if (filter === undefined) return ALWAYS;
    if (this.#groupDepth === MAX_GROUP_DEPTH) return NEVER;
    this.#groupDepth += 1;
    const test = this.compile(filter, place);
    this.#groupDepth -= 1;
    return test;
  }
}

function not<Columns>(test: Test<Columns>): Test<Columns> {
  return (columns, row) => !test(columns, row);
}

function allOf<Columns>(tests: readonly Test<Columns>[]): Test<Columns> {
  return (columns, row) => {
    for (const test of tests) if (!test(columns, row)) return false;
    return true;
  };
}

function someOf<Columns>(tests: readonly Test<Columns>[]): Test<Columns> {
  return (columns, row) => {
    for (const test of tests) if (test(columns, row)) return true;
    return false;
  };
}

/** What only traces have; elsewhere the grammar has no such filters. */
function inTraces<Columns>({ asTraces }: FilterPlace<Columns>, test: Test<TraceColumns>): Test<Columns> {
  return asTraces === undefined ? NEVER : (columns, row) => test(asTraces(columns), row);
}

function compileValue<Columns>(
  filter: Extract<Filter, { readonly kind: 'present' | 'number' | 'text' }>,
  { values, marks }: FilterPlace<Columns>,
): Test<Columns> {
  const valueOf = values[filter.keyword];
  const test: (value: number | string | undefined) => boolean =
    filter.kind === 'present' ? (value) => value !== undefined : createComparison(filter.operator, filter.value);
  if (valueOf !== undefined) return (columns, row) => test(valueOf(columns, row));
  const list = LIST_KEYWORDS[filter.keyword];
  if (list === undefined) return NEVER;
  return (columns, row) => {
    const texts = marks(columns, row)?.[list];
    if (texts !== undefined) for (const text of texts) if (test(text)) return true;
    return false;
  };
}

function compileAnnotation<Columns>(filter: AnnotationFilter, place: FilterPlace<Columns>): Test<Columns> {
  const { key, side } = filter;
  const test = testAnnotation(filter.test);
  const marks = (side === 'destination' ? place.calledMarks : undefined) ?? place.marks;
  return (columns, row) => {
    const annotations = marks(columns, row)?.annotations;
    if (annotations === undefined) return false;
    for (const found of annotations) if (found.key === key && test(found)) return true;
    return false;
  };
}

function testAnnotation(test: AnnotationFilter['test']): (annotation: Annotation) => boolean {
  if (test === undefined) return ALWAYS;
  const { operator, value: wanted } = test;
  if (typeof wanted !== 'boolean') {
    const compare = createComparison(operator, wanted);
    return ({ value }) => compare(value);
  }
  return ({ value }) => {
    const truth = toTruth(value);
    return truth !== undefined && (truth === wanted) === (operator === '=');
  };
}

function toTruth(value: Annotation['value']): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

function compileSelector(selector: Selector | undefined): (node: MapNode) => boolean {
  if (selector === undefined) return ALWAYS;
  const { name, type, accountId } = selector;
  return (node) =>
    (name === undefined || node.name === name) &&
    (type === undefined || node.type === type) &&
    (accountId === undefined || node.accountId === accountId);
}
