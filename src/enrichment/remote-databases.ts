import { SpanKind } from '@opentelemetry/api';
import { serverOf } from './host.ts';
import { legalName } from './legal-name.ts';
import { additive, type Row } from './row.ts';
import { DATABASE_SYSTEM_KEYS, databaseSystemOf, sqlSystemOf } from './sql-systems.ts';

const NUMBER = /^\d*$/;

/**
 * Names the node of a database without SQL (Redis, MongoDB, Memcached, Cassandra and others) `name@host`: its database
 * or keyspace, or the kind of server where databases have but numbers, as in `redis@cache.internal`.
 */
export const remoteDatabases: Row = additive(DATABASE_SYSTEM_KEYS, (draft) => {
  if (draft.kind !== SpanKind.CLIENT || draft.isAwsCall) return;
  if (draft.text('peer.service') !== '' || draft.text('aws.remote.service') !== '') return;
  const system = databaseSystemOf(draft);
  if (system === '' || sqlSystemOf(system) !== undefined) return;
  const namespace = draft.text('db.namespace') || draft.text('db.name');
  const name = NUMBER.test(namespace) ? system : namespace;
  const host = serverOf(draft)?.host ?? '';
  draft.set('peer.service', legalName(host === '' ? name : `${name}@${host}`));
});
