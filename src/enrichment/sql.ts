import { SpanKind } from '@opentelemetry/api';
import { serverOf } from './host.ts';
import { isLegalName, legalName } from './legal-name.ts';
import { additive, contradicting, type Row } from './row.ts';
import type { SpanDraft } from './span-draft.ts';
import { DATABASE_SYSTEM_KEYS, databaseSystemOf, sqlSystemOf } from './sql-systems.ts';

/**
 * Tells the exporter of an SQL call in the old `db.*` names, the only ones that make X-Ray's `sql` block and the node
 * `database@host`. The connection string has neither user nor password; the query's literals go with the redaction.
 */
export const sqlCalls: Row = additive(DATABASE_SYSTEM_KEYS, (draft) => {
  const system = systemOf(draft);
  if (system === undefined) return;
  const database = draft.text('db.namespace') || draft.text('db.name');
  const host = hostOf(draft);
  setIfAbsent(draft, 'db.system', system);
  setIfAbsent(draft, 'db.name', database);
  setIfAbsent(draft, 'db.statement', draft.text('db.query.text'));
  setIfAbsent(draft, 'db.connection_string', connectionString(system, draft));
  nameNode(draft, database || system, host);
});

/** The same where an instrumentation of the old conventions recorded values that the exporter does not take so. */
export const oldSqlCalls: Row = contradicting(DATABASE_SYSTEM_KEYS, (draft) => {
  const system = systemOf(draft);
  if (system === undefined) return;
  const server = connectionString(system, draft);
  draft.set('db.system', system);
  if (server !== '') draft.set('db.connection_string', server);
});

function systemOf(draft: SpanDraft): string | undefined {
  return draft.kind === SpanKind.CLIENT ? sqlSystemOf(databaseSystemOf(draft)) : undefined;
}

/** The exporter makes `database@host` of the old names by itself; a name that X-Ray refuses is given outright. */
function nameNode(draft: SpanDraft, database: string, host: string): void {
  if (draft.text('peer.service') !== '' || draft.text('aws.remote.service') !== '') return;
  const name = host === '' ? database : `${database}@${host}`;
  if (draft.text('db.name') === '' || !isLegalName(name)) draft.set('peer.service', legalName(name));
}

/** A server behind a socket file is on this machine. */
function hostOf(draft: SpanDraft): string {
  const host = serverOf(draft)?.host ?? '';
  return host.startsWith('/') ? 'localhost' : host;
}

/** `postgresql://db.internal:5432`, behind which the exporter puts the database; empty without a host. */
function connectionString(system: string, draft: SpanDraft): string {
  const host = hostOf(draft);
  if (host === '') return '';
  const port = serverOf(draft)?.port ?? '';
  const authority = `${host.includes(':') ? `[${host}]` : host}${port === '' ? '' : `:${port}`}`;
  return `${system === 'other_sql' ? 'sql' : system}://${authority}`;
}

function setIfAbsent(draft: SpanDraft, key: string, value: string): void {
  if (value !== '' && draft.text(key) === '') draft.set(key, value);
}
