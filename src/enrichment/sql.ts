import { SpanKind } from '@opentelemetry/api';
import { nameOfHost, serverOf } from './host.ts';
import { isLegalName, legalName } from './legal-name.ts';
import { additive, type Row } from './row.ts';
import type { SpanDraft } from './span-draft.ts';
import { databaseSystemOf, sqlSystemOf } from './sql-systems.ts';

/**
 * Tells the exporter of an SQL call in the old `db.*` names, the only ones that make X-Ray's `sql` block and the node
 * `database@host`. The connection string has neither user nor password; the query's literals go with the redaction.
 */
export const sqlCalls: Row = additive((draft) => {
  const system = draft.kind === SpanKind.CLIENT ? sqlSystemOf(databaseSystemOf(draft)) : undefined;
  if (system === undefined) return;
  const database = draft.text('db.namespace') || draft.text('db.name');
  const host = hostOf(draft);
  setText(draft, 'db.system', system);
  setText(draft, 'db.name', database);
  setText(draft, 'db.statement', draft.text('db.query.text') || draft.text('db.statement'));
  if (host !== '') draft.set('db.connection_string', connectionString(system, draft));
  nameNode(draft, database || system, host);
});

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

/** `postgresql://db.internal:5432`; the exporter puts the database behind it. */
function connectionString(system: string, draft: SpanDraft): string {
  const host = hostOf(draft);
  const port = serverOf(draft)?.port ?? '';
  const scheme = system === 'other_sql' ? 'sql' : system;
  return `${scheme}://${nameOfHost({ host: host.includes(':') ? `[${host}]` : host, port }, 'none')}`;
}

function setText(draft: SpanDraft, key: string, value: string): void {
  if (value !== '' && draft.get(key) !== value) draft.set(key, value);
}
