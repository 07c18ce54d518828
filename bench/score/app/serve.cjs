'use strict';

const aws = require('./routes/aws.cjs');
const calls = require('./routes/calls.cjs');
const requests = require('./routes/requests.cjs');
const sql = require('./routes/sql.cjs');
const work = require('./routes/work.cjs');

/**
 * The service of the score. `modules` are the packages as the application's module format gives them, `failures` the
 * functions that throw, `code` is what an engineer has to write for the tracer.
 */
module.exports = function serve(modules, failures, code) {
  const prepared = code.prepare(modules);
  const app = prepared.express();
  code.open(app);
  const context = { ...prepared, app, failures, code, env: process.env };
  for (const addRoutes of [requests, calls, aws, sql, work]) addRoutes(context);
  code.close(app);
  // The application's own last word, as every service has one.
  app.use((error, _request, response, next) => {
    if (response.headersSent) return next(error);
    response.status(500).send('broken');
  });
  const server = prepared.http.createServer(app);
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
};
