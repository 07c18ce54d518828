import fc from 'fast-check';
import { FILTER_KEYWORDS, type FilterScope } from '../../../src/local/filter/filter-keywords.ts';
import type { Filter, Selector } from '../../../src/local/filter/filter.ts';

const FLAGS = ['ok', 'error', 'throttle', 'fault', 'partial', 'inferred', 'first', 'last', 'remote', 'root'];
const NUMBERS = ['responsetime', 'duration', 'http.status', 'index', 'coverage'];
const TEXTS = [
  'http.url',
  'http.method',
  'http.useragent',
  'http.clientip',
  'user',
  'name',
  'type',
  'message',
  'availabilityzone',
  'instance.id',
  'resource.arn',
];

/** Values that sample traces have, and others. */
const text = fc.oneof(fc.constantFrom('a', 'b', 'shop', 'orders', 'http://a/b', ''), fc.string({ unit: 'grapheme' }));
const number = fc.oneof(
  fc.constantFrom(0, 0.01, 0.1, 1, 2, 200, 404, 500),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
);
const comparison = fc.constantFrom('=' as const, '!=', '<', '<=', '>', '>=');
const textOperator = fc.constantFrom('=' as const, '!=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH');
const key = fc.oneof(fc.constantFrom('tenant', 'count', 'flag'), fc.string({ minLength: 1 }));

const selector: fc.Arbitrary<Selector> = fc
  .record({ name: text, type: text, accountId: text }, { requiredKeys: [] })
  .filter((record) => Object.keys(record).length > 0);

/** Filters that may stand at the top of an expression. */
export const arbitraryFilter: fc.Arbitrary<Filter> = filtersIn('trace');

function filtersIn(scope: FilterScope, depth = 2): fc.Arbitrary<Filter> {
  const allowed = (words: readonly string[]) => words.filter((word) => FILTER_KEYWORDS.get(word)?.allows(scope));
  const leaves: fc.Arbitrary<Filter>[] = [];
  const [flags, numbers, texts] = [allowed(FLAGS), allowed(NUMBERS), allowed(TEXTS)];
  if (flags.length > 0) {
    leaves.push(
      fc.record({ kind: fc.constant('flag' as const), keyword: fc.constantFrom(...flags), value: fc.boolean() }),
    );
  }
  if (numbers.length > 0) {
    const keyword = fc.constantFrom(...numbers);
    leaves.push(fc.record({ kind: fc.constant('number' as const), keyword, operator: comparison, value: number }));
  }
  if (texts.length > 0) {
    const keyword = fc.constantFrom(...texts);
    leaves.push(fc.record({ kind: fc.constant('text' as const), keyword, operator: textOperator, value: text }));
    leaves.push(fc.record({ kind: fc.constant('present' as const), keyword }));
  }
  if (allowed(['annotation']).length > 0) leaves.push(annotations(scope));
  if (scope === 'trace') leaves.push(...complex());
  if (depth === 0) return fc.oneof(...leaves);
  const inner = fc.memo(() => filtersIn(scope, depth - 1))();
  return fc.oneof(
    { weight: 4, arbitrary: fc.oneof(...leaves) },
    { weight: 1, arbitrary: inner.map((part): Filter => ({ kind: 'not', part })) },
    {
      weight: 1,
      arbitrary: fc
        .record({ kind: fc.constantFrom('and' as const, 'or'), parts: fc.array(inner, { minLength: 2, maxLength: 3 }) })
        .map((filter): Filter => filter),
    },
  );
}

function annotations(scope: FilterScope): fc.Arbitrary<Filter> {
  const test = fc.oneof(
    fc.record({ operator: fc.constantFrom('=' as const, '!='), value: fc.boolean() }),
    fc.record({ operator: comparison, value: number }),
    // `"true"` reads as the truth value.
    fc.record({ operator: textOperator, value: text.filter((value) => value !== 'true' && value !== 'false') }),
  );
  const side = fc.constantFrom('source' as const, 'destination' as const);
  return fc.record(
    { kind: fc.constant('annotation' as const), key, test, ...(scope === 'edge' && { side }) },
    { requiredKeys: ['kind', 'key'] },
  );
}

function complex(): fc.Arbitrary<Filter>[] {
  const cause = fc.constantFrom('fault' as const, 'error', 'responsetime');
  const level = fc.constantFrom('service' as const, 'entity', 'exception');
  return [
    fc.record(
      { kind: fc.constant('service' as const), selector, inner: filtersIn('service', 1) },
      { requiredKeys: ['kind'] },
    ),
    fc
      .record({ ends: fc.option(fc.tuple(selector, selector)), inner: fc.option(filtersIn('edge', 1)) })
      .map(({ ends, inner }) => ({
        kind: 'edge' as const,
        ...(ends && { source: ends[0], target: ends[1] }),
        ...(inner && { inner }),
      })),
    fc.tuple(cause, level).chain(([cause, level]) =>
      fc.record(
        {
          kind: fc.constant('rootcause' as const),
          cause: fc.constant(cause),
          level: fc.constant(level),
          inner: filtersIn(`rootcause.${cause}.${level}`, 1),
        },
        { requiredKeys: ['kind', 'cause', 'level'] },
      ),
    ),
    fc.record({ kind: fc.constant('group' as const), by: fc.constantFrom('name' as const, 'arn'), value: text }),
    fc
      .record({ Services: fc.array(fc.record({ Name: text })) })
      .map((value) => ({ kind: 'rootcause-json' as const, value: [value] })),
  ];
}
