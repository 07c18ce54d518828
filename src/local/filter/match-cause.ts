import type {
  FaultRootCause,
  FaultRootCauseService,
  ResponseTimeRootCause,
  ResponseTimeRootCauseService,
} from '../api/xray-api.ts';
import { isRecord } from '../../xray/sampling-rule.ts';
import { withCoverage } from '../query/root-causes.ts';
import type { TraceColumns } from '../query/trace-columns.ts';
import type { Comparison, Filter, RootCauseFilter, TextOperator } from './filter.ts';

type Cause = FaultRootCause | ResponseTimeRootCause;
type CauseService = FaultRootCauseService | ResponseTimeRootCauseService;

/** A service, entity or exception on the way to a cause. */
interface CausePart {
  readonly Name?: string;
  readonly Type?: string;
  readonly Inferred?: boolean;
  readonly Remote?: boolean;
  readonly Message?: string;
}

/** Whether a part passes that is the `index`th of `count` on its way. */
type PartTest = (part: CausePart, index: number, count: number, coverage: readonly number[]) => boolean;

type CauseFilter = RootCauseFilter | Extract<Filter, { kind: 'rootcause-json' }>;

const NO_COVERAGE: readonly number[] = [];

/** The condition that a filter is on the root causes of the trace in a row. */
export function compileCause(filter: CauseFilter): (traces: TraceColumns, row: number) => boolean {
  if (filter.kind === 'rootcause-json') return compileJson(filter.value);
  const { inner, level, cause } = filter;
  const test = inner === undefined ? () => true : compilePart(inner);
  const waysOf = (causes: readonly Cause[]) => causes.map(({ Services }) => PARTS[level](Services));
  if (inner !== undefined && asksForCoverage(inner)) {
    const ways = remember(waysOf);
    return ({ slowCauses, slowCoverage }, row) => {
      const coverage = slowCoverage[row] ?? NO_COVERAGE;
      return ways(slowCauses[row] ?? NO_CAUSES).some((parts) => somePart(parts, test, coverage));
    };
  }
  const decide = remember((causes) => waysOf(causes).some((parts) => somePart(parts, test, NO_COVERAGE)));
  const column = COLUMNS[cause];
  return (traces, row) => decide(traces[column][row] ?? NO_CAUSES);
}

const NO_CAUSES: readonly never[] = [];

const COLUMNS = { fault: 'faultCauses', error: 'errorCauses', responsetime: 'slowCauses' } as const;

/** Whether a filter asks for the one thing that is not the same for traces with the same causes. */
function asksForCoverage(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.parts.some(asksForCoverage);
  if (filter.kind === 'not') return asksForCoverage(filter.part);
  return 'keyword' in filter && filter.keyword === 'coverage';
}

/** Most traces share their causes with many others, for which there is an answer then. */
function remember<Answer>(ask: (causes: readonly Cause[]) => Answer): (causes: readonly Cause[]) => Answer {
  const answers = new Map<readonly Cause[], Answer>();
  return (causes) => {
    let answer = answers.get(causes);
    if (answer === undefined) answers.set(causes, (answer = ask(causes)));
    return answer;
  };
}

const PARTS: Readonly<Record<RootCauseFilter['level'], (services: readonly CauseService[]) => readonly CausePart[]>> = {
  service: (services) => services,
  entity: (services) => services.flatMap(({ EntityPath }) => [...EntityPath]),
  exception: exceptionsOf,
};

function somePart(parts: readonly CausePart[], test: PartTest, coverage: readonly number[]): boolean {
  return parts.some((part, index) => test(part, index, parts.length, coverage));
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
      return (...given) => tests.every((test) => test(...given));
    }
    case 'or': {
      const tests = filter.parts.map(compilePart);
      return (...given) => tests.some((test) => test(...given));
    }
    case 'not': {
      const test = compilePart(filter.part);
      return (...given) => !test(...given);
    }
    case 'flag': {
      const valueOf = readerOf(filter.keyword);
      return (...given) => (valueOf(...given) === true) === filter.value;
    }
    case 'present': {
      const valueOf = readerOf(filter.keyword);
      return (...given) => valueOf(...given) !== undefined;
    }
    case 'number':
    case 'text': {
      const valueOf = readerOf(filter.keyword);
      const { operator, value } = filter;
      const test = createComparison(operator, value);
      return (...given) => test(valueOf(...given));
    }
    default:
      return () => false;
  }
}

type ReadPart = (...given: Parameters<PartTest>) => unknown;

const READERS: Readonly<Record<string, ReadPart>> = {
  index: (_part, index) => index,
  first: (_part, index) => index === 0,
  last: (_part, index, count) => index === count - 1,
  name: ({ Name }) => Name,
  type: ({ Type }) => Type,
  inferred: ({ Inferred }) => Inferred,
  remote: ({ Remote }) => Remote,
  coverage: (_part, index, _count, coverage) => coverage[index],
  message: ({ Message }) => Message,
};

function readerOf(keyword: string): ReadPart {
  return READERS[keyword] ?? (() => undefined);
}

/**
 * A test that compares a value as X-Ray does: values of another kind, or none, match nothing. What the operator means is
 * decided once, not for each value.
 */
export function createComparison(
  operator: Comparison | TextOperator,
  wanted: string | number | boolean,
): (actual: unknown) => boolean {
  if (operator === '=') return (actual) => actual === wanted;
  if (operator === '!=') return (actual) => typeof actual === typeof wanted && actual !== wanted;
  if (typeof wanted === 'string') {
    switch (operator) {
      case 'CONTAINS':
        return (actual) => typeof actual === 'string' && actual.includes(wanted);
      case 'BEGINSWITH':
        return (actual) => typeof actual === 'string' && actual.startsWith(wanted);
      case 'ENDSWITH':
        return (actual) => typeof actual === 'string' && actual.endsWith(wanted);
    }
  }
  if (typeof wanted === 'number') {
    switch (operator) {
      case '<':
        return (actual) => typeof actual === 'number' && actual < wanted;
      case '<=':
        return (actual) => typeof actual === 'number' && actual <= wanted;
      case '>':
        return (actual) => typeof actual === 'number' && actual > wanted;
      case '>=':
        return (actual) => typeof actual === 'number' && actual >= wanted;
    }
  }
  return () => false;
}

/** Whether causes of one kind have all fields of the pattern; those that it leaves out may be anything. */
function compileJson(pattern: unknown): (traces: TraceColumns, row: number) => boolean {
  const decide = remember((causes) => matchesJson(causes, pattern));
  const text = JSON.stringify(pattern);
  const rest: unknown = JSON.parse(text, (key, value: unknown) => (key === 'Coverage' ? undefined : value));
  const hasCoverage = JSON.stringify(rest) !== text;
  // What does not match even without coverage need not be put together with it.
  const decideRest = remember((causes) => matchesJson(causes, rest));
  return ({ faultCauses, errorCauses, slowCauses, slowCoverage }, row) => {
    if (decide(faultCauses[row] ?? NO_CAUSES) || decide(errorCauses[row] ?? NO_CAUSES)) return true;
    const slow = slowCauses[row] ?? NO_CAUSES;
    if (!hasCoverage) return decide(slow);
    return decideRest(slow) && matchesJson(withCoverage(slow, slowCoverage[row] ?? NO_COVERAGE), pattern);
  };
}

function matchesJson(causes: readonly Cause[], pattern: unknown): boolean {
  const patterns = Array.isArray(pattern) ? pattern : [pattern];
  return (
    causes.length > 0 &&
    patterns.every((item) => causes.some((cause) => covers(cause, item) || covers(cause.Services, item)))
  );
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
