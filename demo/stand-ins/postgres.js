'use strict';

const SCHEMA = `
  CREATE TABLE orders (
    id serial PRIMARY KEY,
    sku text NOT NULL,
    quantity integer NOT NULL,
    total_cents integer NOT NULL
  );
  INSERT INTO orders (sku, quantity, total_cents) VALUES ('tea', 1, 1290), ('cup', 6, 5100), ('kettle', 1, 6900);
`;

/** Starts PostgreSQL (PGlite: the real one, in WebAssembly) with three orders of yesterday. Takes some seconds. */
async function startPostgres() {
  const { PGlite } = await import('@electric-sql/pglite');
  const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
  const database = await PGlite.create();
  await database.exec(SCHEMA);
  const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0, maxConnections: 20 });
  await server.start();
  return {
    url: `postgres://shop:demo@${server.getServerConn()}/shop`,
    close: async () => {
      await server.stop();
      await database.close();
    },
  };
}

module.exports = { startPostgres };
