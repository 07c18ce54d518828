import type {
  FaultRootCause,
  FaultRootCauseService,
  ResponseTimeRootCause,
  ResponseTimeRootCauseService,
} from '../../../src/local/api/xray-api.ts';
import { isRecord } from '../../../src/xray/sampling-rule.ts';
import type { Filter, RootCauseFilter } from '../../../src/local/filter/filter.ts';
import { compareValues } from './reference-comparison.ts';

type Cause = FaultRootCause | ResponseTimeRootCause;

/** A service, entity or exception on the way to a cause. */
interface CausePart {
  readonly index: number;
  readonly isLast: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Whether some root cause of a trace matches, by laying out every part of it. */
export function matchesCause(
  causes: readonly Cause[],
  filter: RootCauseFilter | Extract<Filter, { kind: 'rootcause-json' }>,
): boolean {
  if (filter.kind === 'rootcause-json') return matchesJson(causes, filter.value);
  const { inner, level } = filter;
  return causes.some((cause) => partsOf(cause, level).some((part) => inner === undefined || matchesPart(part, inner)));
}

function partsOf({ Services }: Cause, level: RootCauseFilter['level']): readonly CausePart[] {
  const services: readonly (FaultRootCauseService | ResponseTimeRootCauseService)[] = Services;
  if (level === 'service')
    return toParts(services, ({ Name, Type, Inferred }) => ({ name: Name, type: Type, inferred: Inferred }));
  const entities = services.flatMap(({ EntityPath }) => [...EntityPath]);
  if (level === 'entity') {
    return toParts(entities, (entity) => ({
      name: entity.Name,
      remote: entity.Remote,
      ...('Coverage' in entity && { coverage: entity.Coverage }),
    }));
  }
  const exceptions = entities.flatMap((entity) => ('Exceptions' in entity ? entity.Exceptions : []));
  return toParts(exceptions, ({ Name, Message }) => ({ name: Name, message: Message }));
}

function toParts<Item>(items: readonly Item[], valuesOf: (item: Item) => CausePart['values']): readonly CausePart[] {
  return items.map((item, index) => ({ index, isLast: index === items.length - 1, values: valuesOf(item) }));
}

function matchesPart(part: CausePart, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((item) => matchesPart(part, item));
    case 'or':
      return filter.parts.some((item) => matchesPart(part, item));
    case 'not':
      return !matchesPart(part, filter.part);
    case 'flag':
      return (valueOf(part, filter.keyword) === true) === filter.value;
    case 'present':
      return valueOf(part, filter.keyword) !== undefined;
    case 'number':
    case 'text':
      return compareValues(valueOf(part, filter.keyword), filter.operator, filter.value);
    default:
      return false;
  }
}

function valueOf({ index, isLast, values }: CausePart, keyword: string): unknown {
  if (keyword === 'index') return index;
  if (keyword === 'first') return index === 0;
  return keyword === 'last' ? isLast : values[keyword];
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
