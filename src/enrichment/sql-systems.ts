import type { SpanDraft } from './span-draft.ts';

/**
 * The databases of which the exporter makes X-Ray's `sql` block, by their stable and their old names. Other SQL
 * databases are `other_sql`.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/#db-system-name
 */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ['db2', 'db2'],
  ['ibm.db2', 'db2'],
  ['derby', 'derby'],
  ['hive', 'hive'],
  ['mariadb', 'mariadb'],
  ['mssql', 'mssql'],
  ['microsoft.sql_server', 'mssql'],
  ['mysql', 'mysql'],
  ['oracle', 'oracle'],
  ['oracle.db', 'oracle'],
  ['postgresql', 'postgresql'],
  ['sqlite', 'sqlite'],
  ['teradata', 'teradata'],
  ['other_sql', 'other_sql'],
  ['actian.ingres', 'other_sql'],
  ['aws.redshift', 'other_sql'],
  ['clickhouse', 'other_sql'],
  ['cockroachdb', 'other_sql'],
  ['firebirdsql', 'other_sql'],
  ['gcp.spanner', 'other_sql'],
  ['h2database', 'other_sql'],
  ['hsqldb', 'other_sql'],
  ['redshift', 'other_sql'],
  ['sap.hana', 'other_sql'],
  ['sap.maxdb', 'other_sql'],
  ['snowflake', 'other_sql'],
  ['softwareag.adabas', 'other_sql'],
  ['trino', 'other_sql'],
]);

/** Where a span names its database. */
export const DATABASE_SYSTEM_KEYS = ['db.system.name', 'db.system'] as const;

/** The database that a span names, by its stable or its old name; empty without one. */
export function databaseSystemOf(draft: SpanDraft): string {
  return draft.text('db.system.name') || draft.text('db.system');
}

/** The exporter's name for an SQL database; undefined for no or another kind of database. */
export function sqlSystemOf(system: string): string | undefined {
  return system === '' ? undefined : SYSTEMS.get(system);
}

/** True for databases, by either name, whose statements hold literals as SQL does. */
export function hasSqlLiterals(system: string): boolean {
  return SYSTEMS.has(system) || system === 'cassandra';
}
