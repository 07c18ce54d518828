'use strict';

/** What the application itself says, and work outside of requests. */
module.exports = function addRoutes({ app, http, failures, code, env }) {
  const call = (path) =>
    new Promise((resolve, reject) => {
      http.get(env.WEB_URL + path, (answer) => answer.resume().on('end', resolve)).on('error', reject);
    });

  app.get('/code/words', (_request, response) => {
    code.annotate('tenant', 'acme');
    code.metadata('roles built', 3, 'roles');
    code.setUser('user-7');
    response.send('ok');
  });
  app.get('/code/capture', async (_request, response) => {
    await code.capture('BuildRoles', () => call('/status/200'));
    response.send('ok');
  });
  app.get('/code/failure', async (_request, response) => {
    await code.capture('BreakRoles', () => failures.failLater()).catch(() => {});
    response.send('ok');
  });
  app.get('/code/handled', (_request, response) => {
    try {
      failures.failWithCauses();
    } catch (error) {
      code.recordException(error);
    }
    response.send('ok');
  });

  // Two jobs of a worker, before the first request.
  code.job('nightly', () => call('/nightly')).catch(() => {});
  code
    .job('weekly', async () => {
      await call('/weekly');
      await failures.failLater();
    })
    .catch(() => {});
};
