import type { SqlBlock } from '../xray/segment-document.ts';
import { readText, unlessEmpty } from './read-attribute.ts';
import type { SpanRecord } from './span.ts';

const SQL_SYSTEMS: ReadonlySet<string> = new Set([
  'db2',
  'derby',
  'hive',
  'mariadb',
  'mssql',
  'mysql',
  'oracle',
  'postgresql',
  'sqlite',
  'teradata',
  'other_sql',
]);

/** The attributes that such a query uses up. */
export const SQL_ATTRIBUTES: readonly string[] = [
  'db.connection_string',
  'db.system',
  'db.name',
  'db.statement',
  'db.user',
];

/** The query of a call to an SQL database, told by the old conventions' `db.*`; the stable ones are not looked at. */
export function makeSql({ name, attributes }: SpanRecord): SqlBlock | undefined {
  const system = readText(attributes, 'db.system');
  if (!SQL_SYSTEMS.has(system)) return undefined;
  const server = unlessEmpty(readText(attributes, 'db.connection_string')) ?? 'localhost';
  return {
    connection_string: `${server}/${readText(attributes, 'db.name')}`,
    // X-Ray says "url", but the collector gives the span's name for want of a better one.
    url: unlessEmpty(name),
    sanitized_query: unlessEmpty(readText(attributes, 'db.statement')),
    database_type: system,
    user: unlessEmpty(readText(attributes, 'db.user')),
  };
}
