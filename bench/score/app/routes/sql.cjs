'use strict';

/** Queries by pg on a real PostgreSQL. What fails is caught. */
module.exports = function addRoutes({ app, pg, env }) {
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL });
  const queries = {
    select: ["SELECT id, note FROM orders WHERE note = 'secret' AND id = $1", [1]],
    insert: ['INSERT INTO orders (note) VALUES ($1) RETURNING id', ['private']],
    missing: ["SELECT * FROM nowhere WHERE note = 'secret'", []],
    duplicate: ['INSERT INTO orders (id, note) VALUES (1, $1)', ['private']],
  };
  app.get('/sql/:query', async (request, response) => {
    await pool.query(...queries[request.params.query]).catch(() => {});
    response.send('ok');
  });
};
