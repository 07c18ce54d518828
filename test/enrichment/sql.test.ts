import { describe, expect, it } from 'vitest';
import recorded from './recorded/spans.json' with { type: 'json' };
import { type SpanFile, toSpan } from './recorded/span-file.ts';
import { writtenSpans } from './recorded/written-spans.ts';
import { enriched, onlyDocument, pictureOf } from './documents.ts';

const spans = recorded as unknown as Readonly<Record<string, SpanFile>>;
const modes = ['full', 'additive', 'off'] as const;

function query(attributes: SpanFile['attributes'], changes: Partial<SpanFile> = {}): SpanFile {
  const scope = '@opentelemetry/instrumentation-pg';
  return { name: 'pg.query:SELECT', kind: 'CLIENT', scope, parent: 'local', attributes, ...changes };
}

describe('an SQL call', () => {
  it('is the node database@host with a whole sql block', () => {
    expect(onlyDocument(toSpan(spans['pg select']!))).toMatchObject({
      name: 'postgres@127.0.0.1',
      namespace: 'remote',
      type: 'subsegment',
      sql: {
        connection_string: 'postgresql://127.0.0.1:5432/postgres',
        database_type: 'postgresql',
        sanitized_query: 'SELECT ? AS a, ? AS b, $1::text AS c',
      },
    });
  });

  it('of the old conventions loses the password of its connection string, and tells the user', () => {
    const { sql, name } = onlyDocument(toSpan(writtenSpans['pg of old conventions']!));
    expect(name).toBe('shop@db.internal');
    expect(sql).toMatchObject({
      connection_string: 'postgresql://db.internal:5432/shop',
      user: 'shop',
      sanitized_query: 'SELECT $1::text, ?, ?',
    });
  });

  it('of an old name that the exporter does not know is one as well', () => {
    const attributes = { 'db.system': 'redshift', 'db.name': 'shop', 'net.peer.name': 'db', 'net.peer.port': 443 };
    expect(onlyDocument(toSpan(query(attributes))).sql).toEqual({
      connection_string: 'sql://db:443/shop',
      url: 'pg.query:SELECT',
      database_type: 'other_sql',
    });
    expect(enriched(toSpan(query(attributes)), { mode: 'additive' }).attributes['db.system']).toBe('redshift');
  });

  it('of MySQL is one as well', () => {
    expect(onlyDocument(toSpan(writtenSpans['mysql2 0.69']!))).toMatchObject({
      name: 'shop@db.internal',
      sql: {
        connection_string: 'mysql://db.internal:3306/shop',
        database_type: 'mysql',
        sanitized_query: 'SELECT * FROM users WHERE name = ? AND id IN (?, ?)',
      },
    });
  });

  it.each([
    ['microsoft.sql_server', 'mssql'],
    ['oracle.db', 'oracle'],
    ['ibm.db2', 'db2'],
    ['mariadb', 'mariadb'],
    ['cockroachdb', 'other_sql'],
    ['snowflake', 'other_sql'],
  ])('of %s is of the type %s', (system, type) => {
    const document = onlyDocument(
      toSpan(query({ 'db.system.name': system, 'db.namespace': 'shop', 'server.address': 'db' })),
    );
    expect(document).toMatchObject({ name: 'shop@db', sql: { database_type: type } });
  });

  it.each([
    [{ 'db.namespace': 'shop' }, 'shop'],
    [{ 'server.address': 'db' }, 'postgresql@db'],
    [{}, 'postgresql'],
    [{ 'db.namespace': 'shop', 'server.address': '::1', 'server.port': 5432 }, 'shop@::1'],
    [{ 'db.namespace': 'shop', 'server.address': '/var/run/postgresql' }, 'shop@localhost'],
    [{ 'db.namespace': 'bad<name>', 'server.address': 'db' }, 'badname@db'],
    [{ 'db.namespace': 'n'.repeat(300), 'server.address': 'db' }, 'n'.repeat(200)],
    [{ 'db.namespace': 'shop', 'server.address': 'db', 'peer.service': 'orders-db' }, 'orders-db'],
  ])('with %j is named %s', (attributes, name) => {
    expect(onlyDocument(toSpan(query({ 'db.system.name': 'postgresql', ...attributes }))).name).toBe(name);
  });

  it('shows no literal in any mode, on the wire neither', () => {
    for (const mode of modes) {
      for (const what of ['pg select', 'pg error'] as const) {
        const span = enriched(toSpan(spans[what]!), { mode });
        expect(JSON.stringify([span.attributes, span.events, span.status])).not.toMatch(/secret|42[^P]|Alice/);
      }
    }
  });

  it.each(modes)('sends no text of its query where that is kept back, in the mode %s', (mode) => {
    for (const [what, file] of Object.entries({
      'db.query.text': spans['pg select']!,
      'db.statement': writtenSpans['pg of old conventions']!,
      'of an application’s own tracer': query({ 'db.system': 'mysql', 'db.statement': 'SELECT b' }, { scope: 'orm' }),
      'not SQL': writtenSpans['mongodb 0.76']!,
    })) {
      const recordedText = toSpan(file).attributes['db.query.text'] ?? toSpan(file).attributes['db.statement'];
      expect(recordedText, what).toBeTypeOf('string');
      const span = enriched(toSpan(file), { mode, sqlQueries: false });
      expect(span.attributes, what).not.toHaveProperty(['db.query.text']);
      expect(span.attributes, what).not.toHaveProperty(['db.statement']);
      expect(JSON.stringify(pictureOf(toSpan(file), { mode, sqlQueries: false })), what).not.toMatch(
        /SELECT [?$b]|sanitized_query|db\.(?:query\.text|statement)/,
      );
    }
  });

  it('whose text is kept back keeps the rest of its sql block', () => {
    const shown = onlyDocument(toSpan(spans['pg select']!)).sql;
    const { sql, metadata } = onlyDocument(toSpan(spans['pg select']!), { sqlQueries: false });
    expect({ sanitized_query: 'SELECT ? AS a, ? AS b, $1::text AS c', ...sql }).toEqual(shown);
    expect(sql).not.toHaveProperty('sanitized_query');
    expect(metadata).toEqual(onlyDocument(toSpan(spans['pg select']!)).metadata);
  });

  it('keeps the text back in events as well, even where the application made an annotation of it', () => {
    const attributes = {
      'db.system.name': 'mysql',
      'db.query.text': 'SELECT b',
      'aws.xray.annotations': ['db.query.text'],
    };
    const events = [{ name: 'sent', attributes: { 'db.statement': 'SELECT b', try: 1 } }];
    const span = enriched(toSpan(query(attributes, { events })), { sqlQueries: false });
    expect(JSON.stringify([span.attributes, span.events])).not.toContain('SELECT');
    expect(span.events[0]?.attributes).toEqual({ try: 1 });
  });

  it('shows no literal that the database quotes in its error', () => {
    const file = query(
      { 'db.system.name': 'mysql' },
      {
        status: { code: 2, message: "Duplicate entry 'alice@example.com' for key 'users.email'" },
        events: [
          { name: 'exception', attributes: { 'exception.message': 'invalid input syntax for type integer: "alice"' } },
        ],
      },
    );
    const span = enriched(toSpan(file), { mode: 'off' });
    expect(JSON.stringify([span.status, span.events])).not.toContain('alice');
  });

  it('of an application’s own tracer keeps its attributes, without literals', () => {
    const own = query(
      { 'db.system.name': 'postgresql', 'db.query.text': "SELECT 'x'", 'db.namespace': 'a' },
      { scope: 'orm' },
    );
    expect(enriched(toSpan(own)).attributes).toMatchObject({
      'db.query.text': 'SELECT ?',
      'db.system.name': 'postgresql',
    });
  });
});

describe('a database without SQL', () => {
  it.each([
    ['ioredis 0.71', 'redis@cache.internal'],
    ['redis 0.71', 'redis@127.0.0.1'],
    ['mongodb 0.76', 'shop@mongo1'],
    ['memcached 0.66', 'memcached@memcached'],
    ['cassandra-driver 0.68', 'shop_ks@10.0.0.7'],
  ])('is a remote node name@host: %s', (what, name) => {
    const document = onlyDocument(toSpan(writtenSpans[what]!));
    expect(document).toMatchObject({ name, namespace: 'remote', type: 'subsegment' });
    expect(document).not.toHaveProperty('sql');
  });

  it('whose databases have numbers is named by its kind', () => {
    const attributes = { 'db.system.name': 'redis', 'db.namespace': '3', 'server.address': 'cache' };
    expect(onlyDocument(toSpan(query(attributes))).name).toBe('redis@cache');
  });

  it('keeps its statement, of Cassandra without literals', () => {
    expect(onlyDocument(toSpan(writtenSpans['mongodb 0.76']!)).metadata?.['default']).toMatchObject({
      'db.query.text': '{"user":"?"}',
    });
    expect(onlyDocument(toSpan(writtenSpans['cassandra-driver 0.68']!)).metadata?.['default']).toMatchObject({
      'db.query.text': 'SELECT * FROM carts WHERE user = ? AND total > ?',
    });
  });
});
