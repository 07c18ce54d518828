import fc from 'fast-check';
import type { PictureRow } from './picture-row.ts';
import { host, inUrl, otherPort, word } from './words.ts';

const SQL = [
  { system: 'postgresql', type: 'postgresql', scheme: 'postgresql' },
  { system: 'mysql', type: 'mysql', scheme: 'mysql' },
  { system: 'microsoft.sql_server', type: 'mssql', scheme: 'mssql' },
  { system: 'oracle.db', type: 'oracle', scheme: 'oracle' },
  { system: 'cockroachdb', type: 'other_sql', scheme: 'sql' },
] as const;

/** SQL: the node `database@host` and the sql block; no literal and no password leaves. */
export const sqlCalls: PictureRow = fc
  .record({ kind: fc.constantFrom(...SQL), database: word, server: host, port: otherPort, secret: word, user: word })
  .map(({ kind, database, server, port, secret, user }) => ({
    row: 'SQL calls are nodes named database@host with a sql block',
    file: {
      name: `query ${database}`,
      kind: 'CLIENT',
      scope: '@opentelemetry/instrumentation-pg',
      parent: 'local',
      attributes: {
        'db.system.name': kind.system,
        'db.namespace': database,
        'server.address': server,
        'server.port': port,
        'db.user': user,
        'db.query.text': `SELECT * FROM orders WHERE name = 'secret-${secret}' AND total > 42`,
      },
    },
    documents: [
      {
        name: `${database}@${server}`,
        namespace: 'remote',
        type: 'subsegment',
        sql: {
          connection_string: `${kind.scheme}://${inUrl(server)}:${port}/${database}`,
          database_type: kind.type,
          sanitized_query: 'SELECT * FROM orders WHERE name = ? AND total > ?',
          user,
        },
      },
    ],
  }));

/** The same from an instrumentation of the old conventions, with a password in the connection string. */
export const oldSqlCalls: PictureRow = fc
  .record({ database: word, server: host, port: otherPort, password: word })
  .map(({ database, server, port, password }) => ({
    row: 'SQL calls of the old conventions show no password',
    file: {
      name: `pg.query:SELECT ${database}`,
      kind: 'CLIENT',
      scope: '@opentelemetry/instrumentation-pg',
      parent: 'local',
      attributes: {
        'db.system': 'postgresql',
        'db.name': database,
        'db.connection_string': `postgresql://shop:${password}@${inUrl(server)}:${port}/${database}`,
        'net.peer.name': server,
        'net.peer.port': port,
        'db.user': 'shop',
        'db.statement': 'SELECT 1',
      },
    },
    documents: [
      {
        name: `${database}@${server}`,
        sql: {
          connection_string: `postgresql://${inUrl(server)}:${port}/${database}`,
          database_type: 'postgresql',
          sanitized_query: 'SELECT ?',
          user: 'shop',
        },
      },
    ],
  }));

const OTHERS = ['redis', 'mongodb', 'memcached', 'cassandra'] as const;

/** Databases without SQL: remote nodes `name@host`. */
export const otherDatabases: PictureRow = fc
  .record({ system: fc.constantFrom(...OTHERS), namespace: fc.option(word), server: host })
  .map(({ system, namespace, server }) => ({
    row: `${system} is a remote node named name@host`,
    file: {
      name: 'get',
      kind: 'CLIENT',
      scope: `@opentelemetry/instrumentation-${system}`,
      parent: 'local',
      attributes: {
        'db.system.name': system,
        'db.operation.name': 'get',
        'server.address': server,
        'server.port': 6379,
        ...(namespace !== null && { 'db.namespace': namespace }),
      },
    },
    documents: [{ name: `${namespace ?? system}@${server}`, namespace: 'remote', type: 'subsegment', sql: undefined }],
  }));
