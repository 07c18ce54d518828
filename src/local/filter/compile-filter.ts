import type { SQLInputValue } from 'node:sqlite';
import { annotationField } from '../query/call-facts.ts';
import type {
  AnnotationFilter,
  Comparison,
  Filter,
  NumberFilter,
  RootCauseFilter,
  Selector,
  TextFilter,
  TextOperator,
} from './filter.ts';

/** A condition on a row `t` of the table `trace`, and the values of its marks. */
export interface CompiledFilter {
  readonly sql: string;
  /** By name. */
  readonly parameters: Readonly<Record<string, SQLInputValue>>;
}

/** Finds the filter of a group; undefined for a group that takes every trace. Throws when there is no such group. */
export type ResolveGroup = (by: 'name' | 'arn', value: string) => Filter | undefined;

/** Where the facts of a scope are: SQL for what is in columns, and for JSON. */
interface ScopeColumns {
  readonly flags: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, string>>;
  /** JSON of {@link Facts}. */
  readonly facts: string;
}

const HTTP_FACTS: Readonly<Record<string, string>> = {
  'http.status': 'status',
  'http.url': 'url',
  'http.method': 'method',
  'http.useragent': 'agent',
  'http.clientip': 'ip',
};

/** Keywords whose values are lists, for a trace has many segments. */
const LIST_FACTS: Readonly<Record<string, string>> = {
  user: 'users',
  availabilityzone: 'zones',
  'instance.id': 'instances',
  'resource.arn': 'arns',
};

const SCOPES: Readonly<Record<'trace' | 'service' | 'edge', ScopeColumns>> = {
  trace: {
    flags: {
      ok: '(t.fault = 0 AND t.error = 0 AND t.throttle = 0)',
      error: 't.error = 1',
      throttle: 't.throttle = 1',
      fault: 't.fault = 1',
      partial: 't.partial = 1',
      inferred:
        'EXISTS (SELECT 1 FROM call c WHERE c.trace = t.seq AND c.shape IN (SELECT id FROM shape WHERE inferred = 1))',
    },
    columns: {
      responsetime: 't.responsetime',
      duration: 't.duration',
      ...Object.fromEntries(Object.entries(HTTP_FACTS).map(([keyword, column]) => [keyword, `t.${column}`])),
    },
    facts: 't.facts',
  },
  service: {
    flags: {
      ...outcomeFlags('s.own_outcome'),
      inferred: 's.inferred = 1',
      root: 's.root = 1',
    },
    columns: {
      responsetime: 'c.own_seconds',
      duration: 'c.own_seconds',
      name: 'n.name',
      type: "nullif(n.type, '')",
      ...httpColumns('c.own'),
    },
    facts: 'c.own',
  },
  edge: {
    flags: outcomeFlags('s.edge_outcome'),
    columns: { responsetime: 'c.edge_seconds', duration: 'c.edge_seconds', ...httpColumns('c.edge') },
    facts: 'c.edge',
  },
};

/** X-Ray's 429 is an error too. */
function outcomeFlags(column: string): Readonly<Record<string, string>> {
  return {
    ok: `${column} IS 0`,
    error: `(${column} IS 1 OR ${column} IS 2)`,
    throttle: `${column} IS 2`,
    fault: `${column} IS 3`,
    partial: `${column} IS NULL`,
  };
}

function httpColumns(facts: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(HTTP_FACTS).map(([keyword, field]) => [keyword, `json_extract(${facts}, '$.${field}')`]),
  );
}

/** The condition that a filter is; throws what `resolveGroup` throws. */
export function compileFilter(filter: Filter, resolveGroup: ResolveGroup): CompiledFilter {
  const parameters: Record<string, SQLInputValue> = {};
  const compiler = new FilterCompiler(resolveGroup, parameters);
  return { sql: compiler.compile(filter, 'trace'), parameters };
}

/** Groups may name groups; so deep and no deeper, in case they name themselves. */
const MAX_GROUP_DEPTH = 5;

/** So many can be looked through in less time than it takes to ask every trace of a full store. */
const FEW_CALLS = 50_000;

class FilterCompiler {
  readonly #resolveGroup: ResolveGroup;
  readonly #parameters: Record<string, SQLInputValue>;
  #groupDepth = 0;
  #marks = 0;

  constructor(resolveGroup: ResolveGroup, parameters: Record<string, SQLInputValue>) {
    this.#resolveGroup = resolveGroup;
    this.#parameters = parameters;
  }

  compile(filter: Filter, scope: keyof typeof SCOPES): string {
    const { flags, columns, facts } = SCOPES[scope];
    switch (filter.kind) {
      case 'and':
      case 'or':
        return `(${filter.parts.map((part) => this.compile(part, scope)).join(filter.kind === 'and' ? ' AND ' : ' OR ')})`;
      case 'not':
        // What is unknown does not match, so it does match a "not".
        return `NOT coalesce(${this.compile(filter.part, scope)}, 0)`;
      case 'flag':
        return filter.value ? (flags[filter.keyword] ?? '0') : `NOT (${flags[filter.keyword] ?? '0'})`;
      case 'present':
      case 'number':
      case 'text':
        return this.#compileValue(filter, columns[filter.keyword], facts);
      case 'annotation':
        return this.#compileAnnotation(filter, filter.side === 'destination' ? SCOPES.service.facts : facts);
      case 'service':
        return this.#exists(this.#compileNode('s.target', filter.selector), filter.inner, 'service');
      case 'edge': {
        const ends = [this.#compileNode('s.source', filter.source), this.#compileNode('s.target', filter.target)];
        return this.#exists(`s.source NOT NULL AND ${ends.join(' AND ')}`, filter.inner, 'edge');
      }
      case 'rootcause':
        return this.#compileCause(`t.${CAUSE_COLUMNS[filter.cause]}`, filter);
      case 'rootcause-json': {
        const value = this.#mark(JSON.stringify(filter));
        return `(${Object.values(CAUSE_COLUMNS)
          .map((column) => `cause_matches(t.${column}, ${value})`)
          .join(' OR ')})`;
      }
      case 'group':
        return this.#compileGroup(this.#resolveGroup(filter.by, filter.value));
    }
  }

  #mark(value: SQLInputValue): string {
    this.#marks += 1;
    const name = `f${this.#marks}`;
    this.#parameters[name] = value;
    return `:${name}`;
  }

  #compileValue(
    filter: NumberFilter | TextFilter | Extract<Filter, { kind: 'present' }>,
    column: string | undefined,
    facts: string,
  ): string {
    if (column === undefined) {
      const list = LIST_FACTS[filter.keyword] ?? '';
      const test = filter.kind === 'present' ? '1' : this.#compileTest('j.value', filter.operator, filter.value);
      return `(instr(${facts}, '"${list}"') > 0 AND EXISTS (SELECT 1 FROM json_each(${facts}, '$.${list}') j WHERE ${test}))`;
    }
    if (filter.kind === 'present') return `${column} NOT NULL`;
    const test = this.#compileTest(column, filter.operator, filter.value);
    return column.startsWith('json_extract') ? `(${this.#mention(facts, filter)} AND ${test})` : test;
  }

  /**
   * Whether JSON can match at all, by a search that reads none of it: nearly all rows of a rare value are done with
   * then.
   */
  #mention(json: string, filter: Filter): string {
    const texts = textsOf(filter).filter((text) => text !== '' && !/\p{Cs}/u.test(text));
    return (
      texts.map((text) => `instr(${json}, ${this.#mark(JSON.stringify(text).slice(1, -1))}) > 0`).join(' AND ') || '1'
    );
  }

  #compileTest(column: string, operator: Comparison | TextOperator, value: string | number): string {
    if (operator === 'ENDSWITH' && value === '') return `${column} NOT NULL`;
    const mark = this.#mark(value);
    switch (operator) {
      case 'CONTAINS':
        return `instr(${column}, ${mark}) > 0`;
      case 'BEGINSWITH':
        return `substr(${column}, 1, length(${mark})) = ${mark}`;
      case 'ENDSWITH':
        return `substr(${column}, -length(${mark})) = ${mark}`;
      default:
        return `${column} ${operator} ${mark}`;
    }
  }

  #compileAnnotation({ key, test }: AnnotationFilter, facts: string): string {
    const path = this.#mark(`$.annotations."${annotationField(key)}"`);
    const values = `json_each(${facts}, ${path}) j`;
    const mention = `instr(${facts}, ${this.#mark(`"${annotationField(key)}"`)}) > 0`;
    if (test === undefined) return `(${mention} AND EXISTS (SELECT 1 FROM ${values}))`;
    const { operator, value } = test;
    let condition: string;
    if (typeof value === 'boolean') {
      const isSame = `(j.value IS ${value ? 1 : 0} OR j.value IS '${value}')`;
      condition = `(j.type IN ('true', 'false') OR j.value IN ('true', 'false')) AND ${operator === '=' ? '' : 'NOT '}${isSame}`;
    } else {
      const types = typeof value === 'number' ? "('integer', 'real')" : "('text')";
      condition = `j.type IN ${types} AND ${this.#compileTest('j.value', operator, value)}`;
    }
    return `(${mention} AND EXISTS (SELECT 1 FROM ${values} WHERE ${condition}))`;
  }

  #compileNode(column: string, selector: Selector | undefined): string {
    if (selector === undefined) return '1';
    const { name, type, accountId } = selector;
    const parts = [
      ...(name === undefined ? [] : [`name = ${this.#mark(name)}`]),
      ...(type === undefined ? [] : [`type = ${this.#mark(type)}`]),
      ...(accountId === undefined ? [] : [`account_id = ${this.#mark(accountId)}`]),
    ];
    return `${column} IN (SELECT id FROM node WHERE ${parts.join(' AND ') || '1'})`;
  }

  /**
   * There are few shapes and many calls: what a shape says is asked of shapes, once. When few calls have such a shape
   * their traces are listed, once too; else each trace is asked, of which a page needs only the first that match.
   */
  #exists(shapes: string, inner: Filter | undefined, scope: 'service' | 'edge'): string {
    const condition = inner === undefined ? '1' : this.compile(inner, scope);
    const isOfCalls = /\bc\./.test(condition);
    const nodes = 'JOIN node n ON n.id = s.target';
    const ids = `SELECT s.id FROM shape s ${nodes} WHERE ${shapes} AND ${isOfCalls ? '1' : condition}`;
    const matches = isOfCalls ? `EXISTS (SELECT 1 FROM shape s ${nodes} WHERE s.id = c.shape AND ${condition})` : '1';
    const few = `SELECT c.trace FROM call c WHERE c.shape IN (${ids})`;
    return `(CASE WHEN (SELECT count(*) FROM (${few} LIMIT ${FEW_CALLS})) < ${FEW_CALLS}
      THEN t.seq IN (${few} AND ${matches})
      ELSE EXISTS (SELECT 1 FROM call c WHERE c.trace = t.seq AND c.shape IN (${ids}) AND ${matches}) END)`;
  }

  #compileCause(column: string, filter: RootCauseFilter): string {
    const mention = filter.inner === undefined ? '1' : this.#mention(column, filter.inner);
    return `(${column} NOT NULL AND ${mention} AND cause_matches(${column}, ${this.#mark(JSON.stringify(filter))}))`;
  }

  #compileGroup(filter: Filter | undefined): string {
    if (filter === undefined) return '1';
    if (this.#groupDepth === MAX_GROUP_DEPTH) return '0';
    this.#groupDepth += 1;
    const sql = this.compile(filter, 'trace');
    this.#groupDepth -= 1;
    return sql;
  }
}

/** Texts that JSON must hold for the filter to match it. */
function textsOf(filter: Filter): readonly string[] {
  if (filter.kind === 'and') return filter.parts.flatMap(textsOf);
  return filter.kind === 'text' && filter.operator !== '!=' ? [filter.value] : [];
}

const CAUSE_COLUMNS = { fault: 'fault_causes', error: 'error_causes', responsetime: 'slow_causes' } as const;
