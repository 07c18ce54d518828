import type {
  FaultRootCause,
  FaultRootCauseService,
  ResponseTimeRootCause,
  ResponseTimeRootCauseService,
} from '../api/xray-api.ts';
import { isRecord } from '../../xray/sampling-rule.ts';
import type { Comparison, Filter, RootCauseFilter, TextOperator } from './filter.ts';

type Cause = FaultRootCause | ResponseTimeRootCause;
type CauseService = FaultRootCauseService | ResponseTimeRootCauseService;

/** A service, entity or exception on the way to a cause. */
interface CausePart {
  readonly Name?: string;
  readonly Type?: string;
  readonly Inferred?: boolean;
  readonly Remote?: boolean;
  readonly Coverage?: number;
  readonly Message?: string;
}

/** Whether a part passes that is the `index`th of `count` on its way. */
type PartTest = (part: CausePart, index: number, count: number) => boolean;

type CauseFilter = RootCauseFilter | Extract<Filter, { kind: 'rootcause-json' }>;

/** The condition that a filter is on the root causes of a trace. */
export function compileCause(filter: CauseFilter): (causes: readonly Cause[]) => boolean {
  if (filter.kind === 'rootcause-json') return (causes) => matchesJson(causes, filter.value);
  const { inner, level } = filter;
  const test = inner === undefined ? () => true : compilePart(inner);
  if (level === 'service') return (causes) => causes.some(({ Services }) => somePart(Services, test));
  if (level === 'entity') return (causes) => causes.some(({ Services }) => someEntity(Services, test));
  return (causes) => causes.some(({ Services }) => somePart(exceptionsOf(Services), test));
}

function somePart(parts: readonly CausePart[], test: PartTest): boolean {
  return parts.some((part, index) => test(part, index, parts.length));
}

/** In place: a list of its own for each way of each trace is most of what such a filter costs. */
function someEntity(services: readonly CauseService[], test: PartTest): boolean {
  let count = 0;
  for (const { EntityPath } of services) count += EntityPath.length;
  let index = 0;
  for (const { EntityPath } of services) {
    for (const entity of EntityPath) {
      if (test(entity, index, count)) return true;
      index += 1;
    }
  }
  return false;
}

function exceptionsOf(services: readonly CauseService[]): readonly CausePart[] {
  return services
    .flatMap(({ EntityPath }) => [...EntityPath])
    .flatMap((entity) => ('Exceptions' in entity ? entity.Exceptions : []));
}

function compilePart(filter: Filter): PartTest {
  switch (filter.kind) {
    case 'and': {
      const tests = filter.parts.map(compilePart);
      return (part, index, count) => tests.every((test) => test(part, index, count));
    }
    case 'or': {
      const tests = filter.parts.map(compilePart);
      return (part, index, count) => tests.some((test) => test(part, index, count));
    }
    case 'not': {
      const test = compilePart(filter.part);
      return (part, index, count) => !test(part, index, count);
    }
    case 'flag': {
      const valueOf = readerOf(filter.keyword);
      return (part, index, count) => (valueOf(part, index, count) === true) === filter.value;
    }
    case 'present': {
      const valueOf = readerOf(filter.keyword);
      return (part, index, count) => valueOf(part, index, count) !== undefined;
    }
    case 'number':
    case 'text': {
      const valueOf = readerOf(filter.keyword);
      const { operator, value } = filter;
      return (part, index, count) => compareValues(valueOf(part, index, count), operator, value);
    }
    default:
      return () => false;
  }
}

type ReadPart = (part: CausePart, index: number, count: number) => unknown;

const READERS: Readonly<Record<string, ReadPart>> = {
  index: (_part, index) => index,
  first: (_part, index) => index === 0,
  last: (_part, index, count) => index === count - 1,
  name: ({ Name }) => Name,
  type: ({ Type }) => Type,
  inferred: ({ Inferred }) => Inferred,
  remote: ({ Remote }) => Remote,
  coverage: ({ Coverage }) => Coverage,
  message: ({ Message }) => Message,
};

function readerOf(keyword: string): ReadPart {
  return READERS[keyword] ?? (() => undefined);
}

/** Compares as X-Ray does: values of another kind, or none, match nothing. */
export function compareValues(
  actual: unknown,
  operator: Comparison | TextOperator,
  wanted: string | number | boolean,
): boolean {
  if (typeof actual === 'string' && typeof wanted === 'string') {
    if (operator === 'CONTAINS') return actual.includes(wanted);
    if (operator === 'BEGINSWITH') return actual.startsWith(wanted);
    if (operator === 'ENDSWITH') return actual.endsWith(wanted);
  }
  if (typeof actual !== typeof wanted) return false;
  if (operator === '=') return actual === wanted;
  if (operator === '!=') return actual !== wanted;
  if (typeof actual !== 'number' || typeof wanted !== 'number') return false;
  switch (operator) {
    case '<':
      return actual < wanted;
    case '<=':
      return actual <= wanted;
    case '>':
      return actual > wanted;
    case '>=':
      return actual >= wanted;
    default:
      return false;
  }
}

/** Whether some part of the causes has all fields of the pattern; fields that it leaves out may be anything. */
function matchesJson(causes: readonly Cause[], pattern: unknown): boolean {
  const patterns = Array.isArray(pattern) ? pattern : [pattern];
  return patterns.every((item) => causes.some((cause) => covers(cause, item) || covers(cause.Services, item)));
}

function covers(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    if (!Array.isArray(value)) return false;
    const values: readonly unknown[] = value;
    return pattern.length === values.length && pattern.every((item, index) => covers(values[index], item));
  }
  if (!isRecord(pattern)) return value === pattern;
  if (Array.isArray(value)) return value.some((item) => covers(item, pattern));
  return isRecord(value) && Object.entries(pattern).every(([key, item]) => covers(value[key], item));
}
