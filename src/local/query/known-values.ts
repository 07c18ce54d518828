import type { KnownValues } from '../filter/complete-filter.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import { annotationField } from './call-facts.ts';

/** Traces that are looked through for values; the youngest ones. */
const RECENT_TRACES = 2000;
const MAX_VALUES = 200;

const RECENT = `(SELECT * FROM trace ORDER BY seq DESC LIMIT ${RECENT_TRACES}) t`;

/** Where the values of a keyword are; lists of JSON are looked into. */
const SOURCES: Readonly<Record<string, string>> = {
  name: `SELECT DISTINCT name AS value FROM node WHERE type <> 'client'`,
  type: `SELECT DISTINCT type AS value FROM node WHERE type NOT IN ('', 'client')`,
  'http.url': column('url'),
  'http.method': column('method'),
  'http.useragent': column('agent'),
  'http.clientip': column('ip'),
  user: list('users'),
  availabilityzone: list('zones'),
  'instance.id': list('instances'),
  'resource.arn': list('arns'),
};

function column(name: string): string {
  return `SELECT DISTINCT ${name} AS value FROM ${RECENT} WHERE ${name} NOT NULL`;
}

function list(name: string): string {
  return `SELECT DISTINCT j.value AS value FROM ${RECENT}, json_each(t.facts, '$.${name}') j`;
}

/** What recent traces have that expressions may name; alphabetical. */
export function createKnownValues(archive: TraceArchive): KnownValues {
  const ask = (sql: string, ...parameters: string[]): readonly string[] => {
    archive.settle();
    const rows = archive.database.prepare(`${sql} ORDER BY value LIMIT ${MAX_VALUES}`).all(...parameters);
    return rows.map(({ value }) => String(value));
  };
  return {
    annotationKeys: () => ask(`SELECT DISTINCT j.key AS value FROM ${RECENT}, json_each(t.summary, '$.Annotations') j`),
    valuesOf(keyword) {
      const key = /^annotation\.(.+)$/.exec(keyword)?.[1];
      if (key !== undefined) {
        const path = `$.annotations."${annotationField(key)}"`;
        return ask(
          `SELECT DISTINCT j.value AS value FROM ${RECENT}, json_each(t.facts, ?) j WHERE j.type = 'text'`,
          path,
        );
      }
      const source = SOURCES[keyword];
      return source === undefined ? [] : ask(source);
    },
  };
}
