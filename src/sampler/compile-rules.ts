import type { Attributes } from '@opentelemetry/api';
import type { SamplingRule } from '../xray/sampling-rule.ts';
import { compileWildcard, isMatchAll, type TextTest } from './match-wildcard.ts';
import { readAttribute, readHost, readMethod, readPath, type FieldValue, type RequestField } from './request-field.ts';
import { createRouteCache } from './route-cache.ts';
import type { ServiceIdentity } from './service-identity.ts';

/** Rules of one service, ready to be asked. */
export interface RuleSet<Rule> {
  /** The rule that decides a request with these attributes at the start of its span; undefined when none matches. */
  find(attributes: Attributes): Rule | undefined;
}

/** Routes that are remembered in each of the cache's two generations. */
const ROUTES = 1000;

/**
 * Compiles rules once: what is fixed for the service is decided now, rules that can never be reached are left out,
 * and what a route was found to match is remembered. Rules are tried by priority, then by name, and the first match
 * decides (https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html).
 */
export function compileRules<Rule extends { readonly definition: SamplingRule }>(
  rules: readonly Rule[],
  service: ServiceIdentity,
): RuleSet<Rule> {
  const fields = createFields();
  const candidates: Candidate<Rule>[] = [];
  for (const rule of rules.toSorted((a, b) => compare(a.definition, b.definition))) {
    if (!matchesService(rule.definition, service)) continue;
    const tests = compileTests(rule.definition, fields);
    candidates.push({ rule, tests });
    if (tests.length === 0) break;
  }
  return createRuleSet(candidates, fields.used());
}

interface FieldTest {
  readonly field: number;
  readonly test: TextTest;
}

interface Candidate<Rule> {
  readonly rule: Rule;
  readonly tests: readonly FieldTest[];
}

function createRuleSet<Rule>(candidates: readonly Candidate<Rule>[], fields: readonly RequestField[]): RuleSet<Rule> {
  const cache = createRouteCache<Candidate<Rule> | 'none'>(ROUTES);
  const search = (attributes: Attributes): Candidate<Rule> | 'none' => {
    const values = fields.map((field) => toLowerCase(field(attributes)));
    return candidates.find(({ tests }) => tests.every(({ field, test }) => isMet(test, values[field]))) ?? 'none';
  };
  const ruleOf = (found: Candidate<Rule> | 'none'): Rule | undefined => (found === 'none' ? undefined : found.rule);
  if (fields.length === 0) return { find: () => candidates[0]?.rule };
  return {
    find(attributes) {
      const key = keyOf(fields, attributes);
      if (key === undefined) return ruleOf(search(attributes));
      let found = cache.get(key);
      if (found === undefined) {
        found = search(attributes);
        cache.set(key, found);
      }
      return ruleOf(found);
    },
  };
}

/** One text for all fields, different for different values; undefined where one is a list. */
function keyOf(fields: readonly RequestField[], attributes: Attributes): string | undefined {
  let key = '';
  for (const field of fields) {
    const value = field(attributes);
    if (typeof value === 'object') return undefined;
    key += value === undefined ? '-' : `${value.length}:${value}`;
  }
  return key;
}

function toLowerCase(value: FieldValue): FieldValue {
  return typeof value === 'object' ? value.map((item) => item.toLowerCase()) : value?.toLowerCase();
}

function isMet(test: TextTest, value: FieldValue): boolean {
  return typeof value === 'object' ? value.some(test) : test(value);
}

function compare(a: SamplingRule, b: SamplingRule): number {
  return a.priority - b.priority || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

function matchesService(rule: SamplingRule, { name, types, resourceArns }: ServiceIdentity): boolean {
  return (
    matchesAny(rule.serviceName, [name]) &&
    matchesAny(rule.serviceType, types) &&
    matchesAny(rule.resourceArn, resourceArns)
  );
}

function matchesAny(pattern: string, texts: readonly (string | undefined)[]): boolean {
  if (isMatchAll(pattern)) return true;
  const test = compileWildcard(pattern);
  return texts.some((text) => test(text?.toLowerCase()));
}

/** The fields that at least one rule looks at, each read once for a request. */
interface Fields {
  indexOf(name: string, read: RequestField): number;
  used(): readonly RequestField[];
}

function createFields(): Fields {
  const indexByName = new Map<string, number>();
  const readers: RequestField[] = [];
  return {
    indexOf(name, read) {
      const known = indexByName.get(name);
      if (known !== undefined) return known;
      indexByName.set(name, readers.length);
      return readers.push(read) - 1;
    },
    used: () => readers,
  };
}

function compileTests(rule: SamplingRule, fields: Fields): FieldTest[] {
  const wanted: [name: string, read: RequestField, pattern: string][] = [
    ['path', readPath, rule.urlPath],
    ['method', readMethod, rule.httpMethod],
    ['host', readHost, rule.host],
  ];
  const tests = wanted
    .filter(([, , pattern]) => !isMatchAll(pattern))
    .map(([name, read, pattern]) => ({ field: fields.indexOf(name, read), test: compileWildcard(pattern) }));
  const attributeTests = Object.entries(rule.attributes).map(([key, pattern]) => ({
    field: fields.indexOf(`attribute ${key}`, readAttribute(key)),
    test: mustBeThere(compileWildcard(pattern)),
  }));
  return [...tests, ...attributeTests];
}

/** An attribute that a rule names must be there, even if its value may be any. */
function mustBeThere(test: TextTest): TextTest {
  return (text) => text !== undefined && test(text);
}
